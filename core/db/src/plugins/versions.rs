//! `plugins`: every version that was ever loaded or uploaded.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::UserId;

use super::{Digest, digest_of};
use crate::Result;

/// Unfinished jobs are counted up to this number.
const COUNTED: i64 = 1000;

/// A version of a plugin.
#[derive(Clone, Debug)]
pub struct PluginVersion {
    /// SHA-256 of its component.
    pub digest: Digest,
    /// The plugin's id.
    pub plugin_id: String,
    /// Its version number.
    pub version: String,
    /// Its name for people.
    pub name: String,
    /// Who made it.
    pub author: String,
    /// What it said about itself.
    pub manifest: Value,
    /// When it was first loaded or uploaded.
    pub loaded_at: DateTime<Utc>,
    /// The administrator who uploaded it, with the address.
    pub uploaded_by: Option<(UserId, String)>,
    /// When it was first put on offer.
    pub became_default_at: Option<DateTime<Utc>>,
}

struct Row {
    digest: Vec<u8>,
    plugin_id: String,
    version: String,
    name: String,
    author: String,
    manifest: Value,
    loaded_at: DateTime<Utc>,
    uploaded_by: Option<uuid::Uuid>,
    uploader: Option<String>,
    became_default_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for PluginVersion {
    type Error = crate::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            digest: digest_of(&row.digest, &row.plugin_id)?,
            plugin_id: row.plugin_id,
            version: row.version,
            name: row.name,
            author: row.author,
            manifest: row.manifest,
            loaded_at: row.loaded_at,
            uploaded_by: row.uploaded_by.map(UserId).zip(row.uploader),
            became_default_at: row.became_default_at,
        })
    }
}

/// Every version of one plugin, or of all, by plugin and with the newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_versions(conn: &mut PgConnection, plugin_id: Option<&str>) -> Result<Vec<PluginVersion>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT plugin.digest, plugin_id, version, plugin.name, author, manifest, loaded_at, uploaded_by,
            uploader.email AS "uploader?", became_default_at
        FROM plugins AS plugin
        LEFT JOIN users AS uploader ON uploader.id = plugin.uploaded_by
        WHERE $1::text IS NULL OR plugin_id = $1
        ORDER BY plugin_id, loaded_at DESC, plugin.digest"#,
        plugin_id
    );
    rows.fetch_all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Remembers who uploaded a stored version; who did so first stays.
///
/// # Errors
/// When the database cannot be asked.
pub async fn set_uploader(conn: &mut PgConnection, digest: &Digest, user_id: UserId) -> Result<()> {
    sqlx::query!(
        "UPDATE plugins SET uploaded_by = $2 WHERE digest = $1 AND uploaded_by IS NULL",
        &digest[..],
        user_id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether a version is stored.
///
/// # Errors
/// When the database cannot be asked.
pub async fn exists(conn: &mut PgConnection, digest: &Digest) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM plugins WHERE digest = $1) AS "found!""#,
        &digest[..]
    );
    Ok(found.fetch_one(conn).await?)
}

/// Jobs that were made with a version: how many have not ended, at most 1,000, and whether there is any at all, or is to be.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_jobs(conn: &mut PgConnection, digest: &Digest) -> Result<(i64, bool)> {
    let row = sqlx::query!(
        r#"SELECT
            (SELECT count(*) FROM (
                SELECT FROM generation_queue WHERE plugin_digest = $1 AND status IN ('pending', 'processing') LIMIT $2
            ) AS unfinished) AS "unfinished!",
            EXISTS (SELECT FROM generation_queue WHERE plugin_digest = $1)
                -- A batch that is still loaded is to become jobs of the versions that it was priced with.
                OR EXISTS (SELECT FROM batches WHERE ended_at IS NULL AND models::text LIKE '%' || encode($1, 'hex') || '%') AS "any!""#,
        &digest[..],
        COUNTED
    );
    let row = row.fetch_one(conn).await?;
    Ok((row.unfinished, row.any))
}

/// Forgets a version with its file.
///
/// # Errors
/// A constraint error while anything refers to it.
pub async fn delete_version(conn: &mut PgConnection, digest: &Digest) -> Result<()> {
    sqlx::query!("DELETE FROM plugin_components WHERE digest = $1", &digest[..])
        .execute(&mut *conn)
        .await?;
    sqlx::query!("DELETE FROM plugins WHERE digest = $1", &digest[..])
        .execute(conn)
        .await?;
    Ok(())
}
