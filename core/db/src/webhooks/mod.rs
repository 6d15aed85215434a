//! `webhooks`: addresses of users that are told what happens. What they are told is in [`deliveries`], how it is sent in [`sending`].

pub mod deliveries;
pub mod sending;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, PageLimit, UserId, WebhookEvent, WebhookId, WebhookTrouble};
use uuid::Uuid;

use crate::{Error, Result, users};

/// What its owner says of a webhook.
#[derive(Clone, Debug)]
pub struct WebhookContent {
    /// Where it is.
    pub url: String,
    /// What its owner calls it; may be empty.
    pub description: String,
    /// What it is told.
    pub events: Vec<WebhookEvent>,
    /// It is told anything at all.
    pub is_enabled: bool,
}

/// A webhook without its secret.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// What its owner says of it.
    pub content: WebhookContent,
    /// Why the studio switched it off; none when its owner did.
    pub trouble: Option<WebhookTrouble>,
    /// The first failure since it last took something.
    pub failing_since: Option<DateTime<Utc>>,
    /// Until when the secret before the present one signs too.
    pub previous_until: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Tells one state of what it says from another.
    pub updated_at: DateTime<Utc>,
}

struct Row {
    id: Uuid,
    url: String,
    description: String,
    events: Vec<String>,
    is_enabled: bool,
    disabled_reason: Option<String>,
    failing_since: Option<DateTime<Utc>>,
    previous_until: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl TryFrom<Row> for Webhook {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let impossible = |column| Error::ImpossibleRow {
            table: "webhooks",
            column,
            id: row.id.to_string(),
        };
        let events = row
            .events
            .iter()
            .map(|event| WebhookEvent::parse(event))
            .collect::<Option<_>>();
        let trouble = row.disabled_reason.as_deref().map(WebhookTrouble::parse);
        Ok(Self {
            id: WebhookId(row.id),
            content: WebhookContent {
                events: events.ok_or_else(|| impossible("events"))?,
                url: row.url,
                description: row.description,
                is_enabled: row.is_enabled,
            },
            trouble: match trouble {
                Some(None) => return Err(impossible("disabled_reason")),
                known => known.flatten(),
            },
            failing_since: row.failing_since,
            previous_until: row.previous_until,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

fn texts(events: &[WebhookEvent]) -> Vec<String> {
    events.iter().map(ToString::to_string).collect()
}

/// Adds a webhook with its sealed secret.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert(
    conn: &mut PgConnection,
    user_id: UserId,
    id: WebhookId,
    content: &WebhookContent,
    secret: &[u8],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO webhooks (id, user_id, url, description, events, is_enabled, secret, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        id.0,
        user_id.0,
        content.url,
        content.description,
        &texts(&content.events),
        content.is_enabled,
        secret,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces what is said of a webhook that was last changed at `seen_at`; `false` when it was changed or removed since. One that its
/// owner switches on, or that is elsewhere now, begins without failures.
///
/// # Errors
/// When the database cannot be asked.
pub async fn update(
    conn: &mut PgConnection,
    user_id: UserId,
    id: WebhookId,
    seen_at: DateTime<Utc>,
    content: &WebhookContent,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE webhooks
        SET url = $4, description = $5, events = $6, is_enabled = $7,
            disabled_reason = CASE WHEN $7 THEN NULL ELSE disabled_reason END,
            failing_since = CASE WHEN ($7 AND NOT is_enabled) OR url <> $4 THEN NULL ELSE failing_since END,
            updated_at = GREATEST($8, updated_at + interval '1 microsecond')
        WHERE id = $1 AND user_id = $2 AND updated_at = $3",
        id.0,
        user_id.0,
        seen_at,
        content.url,
        content.description,
        &texts(&content.events),
        content.is_enabled,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Gives a webhook another sealed secret; the one before signs too until `previous_until`. `false` when it is not the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn update_secret(
    conn: &mut PgConnection,
    user_id: UserId,
    id: WebhookId,
    secret: &[u8],
    previous_until: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE webhooks SET previous_secret = secret, previous_until = $4, secret = $3 WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0,
        secret,
        previous_until
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// A page of a user's webhooks, newest first, or one of them.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown event.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    id: Option<WebhookId>,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Webhook>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, url, description, events, is_enabled, disabled_reason, failing_since, previous_until, created_at, updated_at
        FROM webhooks
        WHERE user_id = $1
            AND ($2::uuid IS NULL OR id = $2)
            AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $5",
        user_id.0,
        id.map(|id| id.0),
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    rows.fetch_all(conn).await?.into_iter().map(Webhook::try_from).collect()
}

/// A webhook, for its owner.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown event.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: WebhookId) -> Result<Option<Webhook>> {
    Ok(list(conn, user_id, Some(id), None, PageLimit::default()).await?.pop())
}

/// How many webhooks a user has. Who makes webhooks for the same user at the same time waits until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_and_count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    users::lock(conn, user_id).await?;
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM webhooks WHERE user_id = $1"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Removes a webhook with all that it was told; gives where it was, none when it is not the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: WebhookId) -> Result<Option<String>> {
    let url = sqlx::query_scalar!(
        "DELETE FROM webhooks WHERE id = $1 AND user_id = $2 RETURNING url",
        id.0,
        user_id.0
    );
    Ok(url.fetch_optional(conn).await?)
}
