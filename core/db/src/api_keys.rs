//! `api_keys`: keys with which programs use the API. Only the hash of a key is stored.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{ApiKeyId, Cursor, KeyScope, PageLimit, UserId};
use uuid::Uuid;

use crate::{Error, Result, users};

/// A key without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Whose.
    pub user_id: UserId,
    /// What its owner calls it.
    pub name: String,
    /// How it begins.
    pub hint: String,
    /// What it may do.
    pub scopes: Vec<KeyScope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// It is not taken from then on.
    pub expires_at: Option<DateTime<Utc>>,
    /// Last use, exact to the interval in which callers write it.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Where that came from.
    pub last_used_ip: Option<IpAddr>,
}

struct Row {
    id: Uuid,
    user_id: Uuid,
    name: String,
    hint: String,
    scopes: Vec<String>,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    last_used_ip: Option<String>,
}

impl TryFrom<Row> for ApiKey {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let impossible = |column| Error::ImpossibleRow {
            table: "api_keys",
            column,
            id: row.id.to_string(),
        };
        let scopes = row.scopes.iter().map(|scope| KeyScope::parse(scope));
        let last_used_ip = row.last_used_ip.as_deref().map(str::parse).transpose();
        Ok(Self {
            id: ApiKeyId(row.id),
            user_id: UserId(row.user_id),
            scopes: scopes.collect::<Option<_>>().ok_or_else(|| impossible("scopes"))?,
            last_used_ip: last_used_ip.map_err(|_| impossible("last_used_ip"))?,
            name: row.name,
            hint: row.hint,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        })
    }
}

/// Stores a key that was not used yet, with the SHA-256 of its secret.
///
/// # Errors
/// [`Error::Constraint`] when there is such a secret already.
pub async fn insert(conn: &mut PgConnection, key: &ApiKey, secret_hash: &[u8; 32]) -> Result<()> {
    let scopes: Vec<String> = key.scopes.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "INSERT INTO api_keys (id, user_id, name, secret_hash, hint, scopes, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        key.id.0,
        key.user_id.0,
        key.name,
        &secret_hash[..],
        key.hint,
        &scopes,
        key.created_at,
        key.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The key with this secret, unless it expired by `now` or its owner's account is switched off.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown scope.
pub async fn find_active(
    conn: &mut PgConnection,
    secret_hash: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<ApiKey>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT key.id, key.user_id, key.name, key.hint, key.scopes, key.created_at, key.expires_at, key.last_used_at,
            host(key.last_used_ip) AS last_used_ip
        FROM api_keys AS key JOIN users AS owner ON owner.id = key.user_id AND owner.is_open
        WHERE key.secret_hash = $1 AND (key.expires_at IS NULL OR key.expires_at > $2)",
        &secret_hash[..],
        now
    );
    row.fetch_optional(conn).await?.map(ApiKey::try_from).transpose()
}

/// Whether a key still lets its owner in: it was not revoked and did not expire by `now`, and the account is switched on.
///
/// # Errors
/// When the database cannot be asked.
pub async fn is_active(conn: &mut PgConnection, id: ApiKeyId, now: DateTime<Utc>) -> Result<bool> {
    let found = sqlx::query_scalar!(
        "SELECT key.id
        FROM api_keys AS key JOIN users AS owner ON owner.id = key.user_id AND owner.is_open
        WHERE key.id = $1 AND (key.expires_at IS NULL OR key.expires_at > $2)",
        id.0,
        now
    );
    Ok(found.fetch_optional(conn).await?.is_some())
}

/// A page of a user's keys, newest first, or one of them.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown scope.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    id: Option<ApiKeyId>,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<ApiKey>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, user_id, name, hint, scopes, created_at, expires_at, last_used_at, host(last_used_ip) AS last_used_ip
        FROM api_keys
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
    rows.fetch_all(conn).await?.into_iter().map(ApiKey::try_from).collect()
}

/// A key, for its owner.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown scope.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: ApiKeyId) -> Result<Option<ApiKey>> {
    Ok(list(conn, user_id, Some(id), None, PageLimit::default()).await?.pop())
}

/// How many keys a user has. Who makes keys for the same user at the same time waits until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_and_count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    users::lock(conn, user_id).await?;
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM api_keys WHERE user_id = $1"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Notes a use. A key that was revoked meanwhile is left alone.
///
/// # Errors
/// When the database cannot be asked.
pub async fn update_last_used(
    conn: &mut PgConnection,
    id: ApiKeyId,
    ip: Option<IpAddr>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE api_keys SET last_used_at = $2, last_used_ip = $3::text::inet WHERE id = $1",
        id.0,
        now,
        ip.map(|ip| ip.to_string())
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes all keys of a user.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_all_of(conn: &mut PgConnection, user_id: UserId) -> Result<()> {
    sqlx::query!("DELETE FROM api_keys WHERE user_id = $1", user_id.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes a key and gives its name; none when it is not the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: ApiKeyId) -> Result<Option<String>> {
    let name = sqlx::query_scalar!(
        "DELETE FROM api_keys WHERE id = $1 AND user_id = $2 RETURNING name",
        id.0,
        user_id.0
    );
    Ok(name.fetch_optional(conn).await?)
}
