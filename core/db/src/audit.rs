//! `audit_log`: who did what that matters for security. Rows are only added, and removed by age.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{ApiKeyId, AuditAction, Cursor, PageLimit, UserId};
use uuid::Uuid;

use crate::Result;

/// An entry. Fields as in the schema's comments.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migrations"
)]
pub struct AuditEntry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// As stored: a later version of the studio may know more of them.
    pub action: String,
    pub user_id: Option<UserId>,
    pub actor_id: Option<UserId>,
    pub actor: String,
    pub key_id: Option<ApiKeyId>,
    pub subject: String,
    pub details: Value,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub request_id: Option<String>,
}

/// Which entries are wanted. What is none does not limit.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Only those of this kind.
    pub action: Option<AuditAction>,
    /// Only those from this address.
    pub ip: Option<IpAddr>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Only before.
    pub until: Option<DateTime<Utc>>,
}

struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    action: String,
    user_id: Option<Uuid>,
    actor_id: Option<Uuid>,
    actor: String,
    key_id: Option<Uuid>,
    subject: String,
    details: Value,
    ip_address: Option<String>,
    user_agent: Option<String>,
    request_id: Option<String>,
}

impl From<Row> for AuditEntry {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            at: row.at,
            action: row.action,
            user_id: row.user_id.map(UserId),
            actor_id: row.actor_id.map(UserId),
            actor: row.actor,
            key_id: row.key_id.map(ApiKeyId),
            subject: row.subject,
            details: row.details,
            ip_address: row.ip_address,
            user_agent: row.user_agent,
            request_id: row.request_id,
        }
    }
}

/// A page of the entries that `$condition` lets through, newest first. Its own arguments begin at `$8`.
macro_rules! page {
    ($conn:ident, ($filter:ident, $after:ident, $limit:ident), $condition:tt $(, $arg:expr)*) => {{
        let rows = sqlx::query_as!(
            Row,
            "SELECT id, at, action, user_id, actor_id, actor, key_id, subject, details, host(ip_address) AS ip_address, user_agent,
                request_id
            FROM audit_log
            WHERE " + $condition + "
                AND ($1::text IS NULL OR action = $1)
                AND ($2::text IS NULL OR ip_address = $2::inet)
                AND ($3::timestamptz IS NULL OR at >= $3)
                AND ($4::timestamptz IS NULL OR at < $4)
                AND ($5::timestamptz IS NULL OR (at, id) < ($5, $6::uuid))
            ORDER BY at DESC, id DESC
            LIMIT $7",
            $filter.action.map(AuditAction::as_str),
            $filter.ip.map(|ip| ip.to_string()),
            $filter.from,
            $filter.until,
            $after.map(|cursor| cursor.at),
            $after.map(|cursor| cursor.id),
            i64::from($limit.rows())
            $(, $arg)*
        );
        Ok(rows.fetch_all($conn).await?.into_iter().map(AuditEntry::from).collect())
    }};
}

/// Adds an entry.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert(conn: &mut PgConnection, entry: &AuditEntry) -> Result<()> {
    sqlx::query!(
        "INSERT INTO audit_log (
            id, at, action, user_id, actor_id, actor, key_id, subject, details, ip_address, user_agent, request_id
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::inet, $11, $12)",
        entry.id,
        entry.at,
        entry.action,
        entry.user_id.map(|id| id.0),
        entry.actor_id.map(|id| id.0),
        entry.actor,
        entry.key_id.map(|id| id.0),
        entry.subject,
        entry.details,
        entry.ip_address,
        entry.user_agent,
        entry.request_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A page of all entries, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    filter: &AuditFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<AuditEntry>> {
    page!(conn, (filter, after, limit), "TRUE")
}

/// A page of the entries about a user's account, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_about(
    conn: &mut PgConnection,
    user_id: UserId,
    filter: &AuditFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<AuditEntry>> {
    page!(conn, (filter, after, limit), "user_id = $8", user_id.0)
}

/// A page of what a user did, newest first, to the own account, to others or to the installation.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_by(
    conn: &mut PgConnection,
    actor_id: UserId,
    filter: &AuditFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<AuditEntry>> {
    page!(conn, (filter, after, limit), "actor_id = $8", actor_id.0)
}

/// When something happened to a user's account since a time, oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_times(
    conn: &mut PgConnection,
    user_id: UserId,
    action: AuditAction,
    since: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>> {
    let times = sqlx::query_scalar!(
        "SELECT at FROM audit_log WHERE user_id = $1 AND action = $2 AND at > $3 ORDER BY at",
        user_id.0,
        action.as_str(),
        since
    );
    Ok(times.fetch_all(conn).await?)
}

/// Removes up to `limit` entries from before `before`, oldest first; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_older_than(conn: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM audit_log WHERE id = ANY (ARRAY(SELECT id FROM audit_log WHERE at < $1 ORDER BY at LIMIT $2))",
        before,
        limit
    );
    Ok(done.execute(conn).await?.rows_affected())
}
