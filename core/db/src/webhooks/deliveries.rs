//! `outgoing_deliveries`: what webhooks are told, and how that went, for their owners.
//!
//! What a newcomer gets wrong: the deliveries of a job and of a picture are written where its end is, in the statements of
//! [`crate::usage::insert`], [`crate::images::insert`] and [`crate::batches::end::cancel_waiting`], so that a job of somebody without
//! webhooks needs no statement more. [`insert_for_user`] is for what happens seldom.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{Cursor, DeliveryStatus, PageLimit, UserId, WebhookDeliveryId, WebhookEvent, WebhookId};
use uuid::Uuid;

use crate::{Error, Result};

/// Something that a webhook was told, or is to be.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Its id, which it carries when it is sent.
    pub id: WebhookDeliveryId,
    /// Whom.
    pub webhook_id: WebhookId,
    /// Name of the event; of a trial it is none of [`WebhookEvent`].
    pub event: String,
    /// What is told of it.
    pub data: Value,
    /// What became of it.
    pub status: DeliveryStatus,
    /// Attempts since it was written, or asked for again.
    pub attempts: u32,
    /// When the next attempt may begin, while it waits.
    pub next_attempt_at: DateTime<Utc>,
    /// When it happened.
    pub created_at: DateTime<Utc>,
    /// The last attempt.
    pub attempted_at: Option<DateTime<Utc>>,
    /// The status of its answer, if there was one.
    pub answer_status: Option<u16>,
    /// The beginning of the answer.
    pub answer: Option<String>,
    /// How long it took.
    pub duration_ms: Option<u32>,
    /// Why it was no success.
    pub error: Option<String>,
}

struct Row {
    id: Uuid,
    webhook_id: Uuid,
    event: String,
    data: Value,
    status: String,
    attempts: i16,
    next_attempt_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
    attempted_at: Option<DateTime<Utc>>,
    answer_status: Option<i16>,
    answer: Option<String>,
    duration_ms: Option<i32>,
    error: Option<String>,
}

impl TryFrom<Row> for Delivery {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let status = DeliveryStatus::parse(&row.status).ok_or_else(|| Error::ImpossibleRow {
            table: "outgoing_deliveries",
            column: "status",
            id: row.id.to_string(),
        })?;
        Ok(Self {
            id: WebhookDeliveryId(row.id),
            webhook_id: WebhookId(row.webhook_id),
            event: row.event,
            data: row.data,
            status,
            attempts: row.attempts.unsigned_abs().into(),
            next_attempt_at: row.next_attempt_at,
            created_at: row.created_at,
            attempted_at: row.attempted_at,
            answer_status: row.answer_status.map(i16::unsigned_abs),
            answer: row.answer,
            duration_ms: row.duration_ms.map(i32::unsigned_abs),
            error: row.error,
        })
    }
}

/// Something to tell.
#[derive(Clone, Debug)]
pub struct Announcement<'a> {
    /// What happened.
    pub event: WebhookEvent,
    /// Names it: the same is told once.
    pub occasion: &'a str,
    /// What is told of it; an object.
    pub data: Value,
}

/// Writes it down for each webhook of a user that is to hear of it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert_for_user(
    conn: &mut PgConnection,
    user_id: UserId,
    news: &Announcement<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO outgoing_deliveries (id, webhook_id, event, occasion, data, next_attempt_at, created_at)
        SELECT gen_random_uuid(), hook.id, $2, $3, $4, $5, $5
        FROM webhooks AS hook
        WHERE hook.user_id = $1 AND hook.is_enabled AND $2 = ANY(hook.events)
        FOR KEY SHARE OF hook
        ON CONFLICT ON CONSTRAINT outgoing_deliveries_once DO NOTHING",
        user_id.0,
        news.event.as_str(),
        news.occasion,
        news.data,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes a trial down for one webhook of a user, unless `most` of its trials wait; `false` then, and when it is not the user's or
/// switched off.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert_trial(
    conn: &mut PgConnection,
    user_id: UserId,
    (webhook_id, id): (WebhookId, WebhookDeliveryId),
    (event, data): (&str, &Value),
    most: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO outgoing_deliveries (id, webhook_id, event, occasion, data, next_attempt_at, created_at)
        SELECT $3, hook.id, $4, concat('trial:', $3::uuid), $5, $6, $6
        FROM webhooks AS hook
        WHERE hook.id = $1 AND hook.user_id = $2 AND hook.is_enabled
            AND (
                SELECT count(*) FROM outgoing_deliveries AS other
                WHERE other.webhook_id = $1 AND other.status = 'waiting' AND other.event = $4
            ) < $7
        FOR KEY SHARE OF hook",
        webhook_id.0,
        user_id.0,
        id.0,
        event,
        data,
        now,
        most
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Has something sent again, with attempts counted anew; `false` when it is not of a webhook of the user's that is switched on.
///
/// # Errors
/// When the database cannot be asked.
pub async fn update_to_resend(
    conn: &mut PgConnection,
    user_id: UserId,
    (webhook_id, id): (WebhookId, WebhookDeliveryId),
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE outgoing_deliveries AS delivery
        SET status = 'waiting', attempts = 0, next_attempt_at = $4
        FROM webhooks AS hook
        WHERE delivery.id = $3 AND delivery.webhook_id = $2 AND hook.id = $2 AND hook.user_id = $1 AND hook.is_enabled",
        user_id.0,
        webhook_id.0,
        id.0,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// A page of what a webhook of a user was told, newest first; of one state, if that is given.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown state.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    webhook_id: WebhookId,
    status: Option<DeliveryStatus>,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Delivery>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT delivery.id, delivery.webhook_id, delivery.event, delivery.data, delivery.status, delivery.attempts,
            delivery.next_attempt_at, delivery.created_at, delivery.attempted_at, delivery.answer_status, delivery.answer,
            delivery.duration_ms, delivery.error
        FROM outgoing_deliveries AS delivery JOIN webhooks AS hook ON hook.id = delivery.webhook_id
        WHERE delivery.webhook_id = $2 AND hook.user_id = $1
            AND ($3::text IS NULL OR delivery.status = $3)
            AND ($4::timestamptz IS NULL OR (delivery.created_at, delivery.id) < ($4, $5::uuid))
        ORDER BY delivery.created_at DESC, delivery.id DESC
        LIMIT $6",
        user_id.0,
        webhook_id.0,
        status.map(DeliveryStatus::as_str),
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    rows.fetch_all(conn)
        .await?
        .into_iter()
        .map(Delivery::try_from)
        .collect()
}

/// One of them.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown state.
pub async fn find_for_user(
    conn: &mut PgConnection,
    user_id: UserId,
    webhook_id: WebhookId,
    id: WebhookDeliveryId,
) -> Result<Option<Delivery>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT delivery.id, delivery.webhook_id, delivery.event, delivery.data, delivery.status, delivery.attempts,
            delivery.next_attempt_at, delivery.created_at, delivery.attempted_at, delivery.answer_status, delivery.answer,
            delivery.duration_ms, delivery.error
        FROM outgoing_deliveries AS delivery JOIN webhooks AS hook ON hook.id = delivery.webhook_id
        WHERE delivery.id = $3 AND delivery.webhook_id = $2 AND hook.user_id = $1",
        user_id.0,
        webhook_id.0,
        id.0
    );
    row.fetch_optional(conn).await?.map(Delivery::try_from).transpose()
}

/// Forgets up to `limit` that were written before `before`; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_older_than(conn: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM outgoing_deliveries WHERE id = ANY (ARRAY(
            SELECT id FROM outgoing_deliveries WHERE created_at < $1 ORDER BY created_at LIMIT $2
        ))",
        before,
        limit
    );
    Ok(done.execute(conn).await?.rows_affected())
}
