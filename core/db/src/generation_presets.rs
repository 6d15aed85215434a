//! `generation_presets`: settings of the generation form under a name.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, GenerationPresetId, PageLimit, UserId};
use uuid::Uuid;

use crate::{Result, ensure_affected};

/// A preset. Fields as in the schema's comments.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migration"
)]
pub struct GenerationPreset {
    pub id: GenerationPresetId,
    pub user_id: UserId,
    pub name: String,
    pub model_id: String,
    pub model_version: String,
    pub parameters: serde_json::Value,
    pub negative_prompt: String,
    pub num_images: i16,
    pub is_default: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The columns as they come.
struct PresetRow {
    id: Uuid,
    user_id: Uuid,
    name: String,
    model_id: String,
    model_version: String,
    parameters: serde_json::Value,
    negative_prompt: String,
    num_images: i16,
    is_default: bool,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<PresetRow> for GenerationPreset {
    fn from(row: PresetRow) -> Self {
        Self {
            id: GenerationPresetId(row.id),
            user_id: UserId(row.user_id),
            name: row.name,
            model_id: row.model_id,
            model_version: row.model_version,
            parameters: row.parameters,
            negative_prompt: row.negative_prompt,
            num_images: row.num_images,
            is_default: row.is_default,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Adds a preset.
///
/// # Errors
/// A constraint error: `generation_presets_name_once` when the user has one of this name, `generation_presets_one_default` when another
/// one is the default.
pub async fn insert(conn: &mut PgConnection, preset: &GenerationPreset) -> Result<()> {
    sqlx::query!(
        "INSERT INTO generation_presets (
            id, user_id, name, model_id, model_version, parameters, negative_prompt, num_images, is_default, version, created_at, updated_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        preset.id.0,
        preset.user_id.0,
        preset.name,
        preset.model_id,
        preset.model_version,
        preset.parameters,
        preset.negative_prompt,
        preset.num_images,
        preset.is_default,
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
pub async fn find_for_user(
    conn: &mut PgConnection,
    user_id: UserId,
    id: GenerationPresetId,
) -> Result<Option<GenerationPreset>> {
    let row = sqlx::query_as!(
        PresetRow,
        "SELECT id, user_id, name, model_id, model_version, parameters, negative_prompt, num_images, is_default, version,
            created_at, updated_at
        FROM generation_presets WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(GenerationPreset::from))
}

/// The one that the user's form begins with.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_default(conn: &mut PgConnection, user_id: UserId) -> Result<Option<GenerationPreset>> {
    let row = sqlx::query_as!(
        PresetRow,
        "SELECT id, user_id, name, model_id, model_version, parameters, negative_prompt, num_images, is_default, version,
            created_at, updated_at
        FROM generation_presets WHERE user_id = $1 AND is_default",
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(GenerationPreset::from))
}

/// A page of a user's presets, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<GenerationPreset>> {
    let rows = sqlx::query_as!(
        PresetRow,
        "SELECT id, user_id, name, model_id, model_version, parameters, negative_prompt, num_images, is_default, version,
            created_at, updated_at
        FROM generation_presets
        WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $4",
        user_id.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    let rows = rows.fetch_all(conn).await?.into_iter();
    Ok(rows.map(GenerationPreset::from).collect())
}

/// How many presets a user has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "presets!" FROM generation_presets WHERE user_id = $1"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Writes a preset that still has the version before `preset.version`; `false` when it was changed or deleted meanwhile.
///
/// # Errors
/// As for [`insert`].
pub async fn update(conn: &mut PgConnection, preset: &GenerationPreset) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE generation_presets SET name = $3, model_id = $4, model_version = $5, parameters = $6, negative_prompt = $7,
            num_images = $8, is_default = $9, version = $10::bigint, updated_at = $11
        WHERE id = $1 AND user_id = $2 AND version = $10::bigint - 1",
        preset.id.0,
        preset.user_id.0,
        preset.name,
        preset.model_id,
        preset.model_version,
        preset.parameters,
        preset.negative_prompt,
        preset.num_images,
        preset.is_default,
        preset.version,
        preset.updated_at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes room for another default: the one there is, if it is not `id`, is none from now on, which is a change of it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn clear_default(
    conn: &mut PgConnection,
    user_id: UserId,
    id: GenerationPresetId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE generation_presets SET is_default = false, version = version + 1, updated_at = $3
        WHERE user_id = $1 AND is_default AND id <> $2",
        user_id.0,
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes a preset.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the user has none with this id.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: GenerationPresetId) -> Result<()> {
    let done = sqlx::query!(
        "DELETE FROM generation_presets WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}
