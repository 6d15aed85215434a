//! `batch_presets`: requests for batches under a name.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, PageLimit, PresetId, UserId};
use uuid::Uuid;

use crate::{Result, ensure_affected};

/// A preset. Fields as in the schema's comments.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migration"
)]
pub struct Preset {
    pub id: PresetId,
    pub user_id: UserId,
    pub name: String,
    pub request: serde_json::Value,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The columns as they come.
struct PresetRow {
    id: Uuid,
    user_id: Uuid,
    name: String,
    request: serde_json::Value,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<PresetRow> for Preset {
    fn from(row: PresetRow) -> Self {
        Self {
            id: PresetId(row.id),
            user_id: UserId(row.user_id),
            name: row.name,
            request: row.request,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Adds a preset.
///
/// # Errors
/// A constraint error (`batch_presets_name_once`) when the user has one of this name.
pub async fn insert(conn: &mut PgConnection, preset: &Preset) -> Result<()> {
    sqlx::query!(
        "INSERT INTO batch_presets (id, user_id, name, request, version, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
        preset.id.0,
        preset.user_id.0,
        preset.name,
        preset.request,
        preset.version,
        preset.created_at,
        preset.updated_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A preset, for its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: PresetId) -> Result<Option<Preset>> {
    let row = sqlx::query_as!(
        PresetRow,
        "SELECT id, user_id, name, request, version, created_at, updated_at FROM batch_presets WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Preset::from))
}

/// A page of a user's presets, newest first. The text of a table is left empty: a page of them would be large.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Preset>> {
    let rows = sqlx::query_as!(
        PresetRow,
        r#"SELECT id, user_id, name, jsonb_set(request, '{spec,text}', '""', false) AS "request!", version, created_at, updated_at
        FROM batch_presets
        WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $4"#,
        user_id.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Preset::from).collect())
}

/// How many presets a user has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "presets!" FROM batch_presets WHERE user_id = $1"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Writes name and request of a preset that still has the version before `preset.version`; `false` when it was changed or
/// deleted meanwhile.
///
/// # Errors
/// A constraint error (`batch_presets_name_once`) when the user has another one of this name.
pub async fn update(conn: &mut PgConnection, preset: &Preset) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE batch_presets SET name = $3, request = $4, version = $5::bigint, updated_at = $6
        WHERE id = $1 AND user_id = $2 AND version = $5::bigint - 1",
        preset.id.0,
        preset.user_id.0,
        preset.name,
        preset.request,
        preset.version,
        preset.updated_at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes a preset.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the user has none with this id.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: PresetId) -> Result<()> {
    let done = sqlx::query!(
        "DELETE FROM batch_presets WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}
