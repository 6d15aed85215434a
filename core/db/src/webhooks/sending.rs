//! Taking what webhooks are to be told, and noting how it went.
//!
//! What a newcomer gets wrong: taking a delivery moves it out of reach for as long as an attempt may last. A worker that dies leaves it
//! there, and another takes it when that time is over. A worker that was only slow notes nothing: the count of attempts tells it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{DeliveryStatus, UserId, WebhookDeliveryId, WebhookId, WebhookTrouble};
use uuid::Uuid;

use crate::Result;

/// Something that is to be sent now.
#[derive(Clone, Debug)]
pub struct DueDelivery {
    /// Its id.
    pub id: WebhookDeliveryId,
    /// Whom.
    pub webhook_id: WebhookId,
    /// Whose that is.
    pub user_id: UserId,
    /// Where that is.
    pub url: String,
    /// What its owner calls it.
    pub description: String,
    /// Its secret, sealed.
    pub secret: Vec<u8>,
    /// The one before, sealed, while it signs too.
    pub previous_secret: Option<Vec<u8>>,
    /// Name of the event.
    pub event: String,
    /// What is told of it.
    pub data: Value,
    /// When it happened.
    pub created_at: DateTime<Utc>,
    /// Attempts so far, this one included.
    pub attempts: u32,
}

/// How many may be taken.
#[derive(Clone, Copy, Debug)]
pub struct Portion<'a> {
    /// In all.
    pub most: i64,
    /// For one webhook.
    pub each: i64,
    /// Nothing for these.
    pub not_for: &'a [Uuid],
}

/// Takes what is due, oldest first, of every webhook that is switched on and whose owner is. Nobody else takes it before `again_at`.
/// Steps through the webhooks for which something waits by an index, so that it costs the same however much does.
///
/// # Errors
/// When the database cannot be asked.
pub async fn claim_due(
    conn: &mut PgConnection,
    portion: Portion<'_>,
    now: DateTime<Utc>,
    again_at: DateTime<Utc>,
) -> Result<Vec<DueDelivery>> {
    let rows = sqlx::query!(
        r#"WITH RECURSIVE waiting (id) AS (
            (SELECT webhook_id FROM outgoing_deliveries WHERE status = 'waiting' ORDER BY webhook_id LIMIT 1)
            UNION ALL
            SELECT (
                SELECT webhook_id FROM outgoing_deliveries
                WHERE status = 'waiting' AND webhook_id > waiting.id
                ORDER BY webhook_id LIMIT 1
            )
            FROM waiting WHERE waiting.id IS NOT NULL
        ), picked AS (
            SELECT due.id
            FROM waiting
            JOIN webhooks AS hook ON hook.id = waiting.id AND hook.is_enabled AND hook.id <> ALL($5)
            JOIN users AS owner ON owner.id = hook.user_id AND owner.is_open
            CROSS JOIN LATERAL (
                SELECT id, next_attempt_at FROM outgoing_deliveries
                WHERE webhook_id = hook.id AND status = 'waiting' AND next_attempt_at <= $1
                ORDER BY next_attempt_at
                LIMIT $4
                FOR NO KEY UPDATE SKIP LOCKED
            ) AS due
            ORDER BY due.next_attempt_at
            LIMIT $3
        )
        UPDATE outgoing_deliveries AS delivery
        SET attempts = delivery.attempts + 1, next_attempt_at = $2
        FROM webhooks AS hook
        WHERE delivery.id = ANY (ARRAY(SELECT id FROM picked)) AND hook.id = delivery.webhook_id
        RETURNING delivery.id, hook.id AS webhook_id, hook.user_id, hook.url, hook.description, hook.secret,
            CASE WHEN hook.previous_until > $1 THEN hook.previous_secret END AS previous_secret,
            delivery.event, delivery.data, delivery.created_at, delivery.attempts"#,
        now,
        again_at,
        portion.most,
        portion.each,
        portion.not_for
    );
    let due = rows.fetch_all(conn).await?.into_iter().map(|row| DueDelivery {
        id: WebhookDeliveryId(row.id),
        webhook_id: WebhookId(row.webhook_id),
        user_id: UserId(row.user_id),
        url: row.url,
        description: row.description,
        secret: row.secret,
        previous_secret: row.previous_secret,
        event: row.event,
        data: row.data,
        created_at: row.created_at,
        attempts: row.attempts.unsigned_abs().into(),
    });
    Ok(due.collect())
}

/// How an attempt went.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How long it took.
    pub duration_ms: i32,
    /// The status of the answer, if there was one.
    pub answer_status: Option<i16>,
    /// The beginning of the answer.
    pub answer: &'a str,
    /// Why it was no success.
    pub error: Option<&'a str>,
}

/// Notes how an attempt went: it was taken, or the next is at `retry_at`, or it is given up. `false` when another worker has it by now.
///
/// # Errors
/// When the database cannot be asked.
pub async fn mark(
    conn: &mut PgConnection,
    sent: &DueDelivery,
    outcome: &Outcome<'_>,
    retry_at: Option<DateTime<Utc>>,
) -> Result<bool> {
    let status = match (outcome.error, retry_at) {
        (None, _) => DeliveryStatus::Delivered,
        (Some(_), Some(_)) => DeliveryStatus::Waiting,
        (Some(_), None) => DeliveryStatus::Failed,
    };
    let done = sqlx::query!(
        "UPDATE outgoing_deliveries
        SET status = $8, next_attempt_at = COALESCE($9, next_attempt_at),
            attempted_at = $3, duration_ms = $4, answer_status = $5, answer = $6, error = $7
        WHERE id = $1 AND status = 'waiting' AND attempts = $2",
        sent.id.0,
        i16::try_from(sent.attempts).unwrap_or(i16::MAX),
        outcome.at,
        outcome.duration_ms,
        outcome.answer_status,
        outcome.answer,
        outcome.error,
        status.as_str(),
        retry_at
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Notes that a webhook takes what it is told. Not in the transaction of [`mark`]: whoever removes a webhook locks it before what it was
/// told.
///
/// # Errors
/// When the database cannot be asked.
pub async fn clear_failing(conn: &mut PgConnection, id: WebhookId) -> Result<()> {
    sqlx::query!(
        "UPDATE webhooks SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL",
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that a webhook did not take what it was told; gives since when. None when it is gone.
///
/// # Errors
/// When the database cannot be asked.
pub async fn mark_failing(conn: &mut PgConnection, id: WebhookId, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let since = sqlx::query_scalar!(
        r#"UPDATE webhooks SET failing_since = COALESCE(failing_since, $2) WHERE id = $1 RETURNING failing_since AS "since!""#,
        id.0,
        now
    );
    Ok(since.fetch_optional(conn).await?)
}

/// Switches a webhook off that is still where it was sent to; `false` when it is off already or elsewhere by now.
///
/// # Errors
/// When the database cannot be asked.
pub async fn disable(
    conn: &mut PgConnection,
    sent: &DueDelivery,
    trouble: WebhookTrouble,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE webhooks
        SET is_enabled = false, disabled_reason = $3, updated_at = GREATEST($4, updated_at + interval '1 microsecond')
        WHERE id = $1 AND is_enabled AND url = $2",
        sent.webhook_id.0,
        sent.url,
        trouble.as_str(),
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
