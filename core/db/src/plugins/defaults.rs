//! `plugin_defaults`: the version of each plugin that new jobs take.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::UserId;

use super::{Digest, digest_of};
use crate::Result;

/// What is on offer of a plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginDefault {
    /// The plugin's id.
    pub plugin_id: String,
    /// The version that new jobs take.
    pub digest: Digest,
    /// The version before, which a roll-back goes to.
    pub previous_digest: Option<Digest>,
    /// The version last seen in a plugin folder.
    pub folder_digest: Option<Digest>,
    /// An administrator's switch.
    pub is_enabled: bool,
    /// Its file left the plugin folder while the studio ran.
    pub is_withdrawn: bool,
    /// When anything of this was changed.
    pub changed_at: DateTime<Utc>,
    /// The administrator who did, unless it was the plugin folder.
    pub changed_by: Option<UserId>,
}

struct Row {
    plugin_id: String,
    digest: Vec<u8>,
    previous_digest: Option<Vec<u8>>,
    folder_digest: Option<Vec<u8>>,
    is_enabled: bool,
    is_withdrawn: bool,
    changed_at: DateTime<Utc>,
    changed_by: Option<uuid::Uuid>,
}

impl TryFrom<Row> for PluginDefault {
    type Error = crate::Error;

    fn try_from(row: Row) -> Result<Self> {
        let digest = |bytes: &[u8]| digest_of(bytes, &row.plugin_id);
        Ok(Self {
            digest: digest(&row.digest)?,
            previous_digest: row.previous_digest.as_deref().map(digest).transpose()?,
            folder_digest: row.folder_digest.as_deref().map(digest).transpose()?,
            is_enabled: row.is_enabled,
            is_withdrawn: row.is_withdrawn,
            changed_at: row.changed_at,
            changed_by: row.changed_by.map(UserId),
            plugin_id: row.plugin_id,
        })
    }
}

/// What is on offer of every plugin, by its id, also what is switched off or withdrawn.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_defaults(conn: &mut PgConnection) -> Result<Vec<PluginDefault>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT plugin_id, digest, previous_digest, folder_digest, is_enabled, is_withdrawn, changed_at, changed_by
        FROM plugin_defaults ORDER BY plugin_id"
    );
    rows.fetch_all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// What is on offer of one plugin.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_default(conn: &mut PgConnection, plugin_id: &str) -> Result<Option<PluginDefault>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT plugin_id, digest, previous_digest, folder_digest, is_enabled, is_withdrawn, changed_at, changed_by
        FROM plugin_defaults WHERE plugin_id = $1",
        plugin_id
    );
    row.fetch_optional(conn).await?.map(TryInto::try_into).transpose()
}

/// Puts a plugin on offer that never was.
///
/// # Errors
/// A constraint error when it was, or the version is not stored.
pub async fn insert_default(conn: &mut PgConnection, wanted: &PluginDefault) -> Result<()> {
    sqlx::query!(
        "INSERT INTO plugin_defaults (
            plugin_id, digest, previous_digest, folder_digest, is_enabled, is_withdrawn, changed_at, changed_by
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        wanted.plugin_id,
        &wanted.digest[..],
        wanted.previous_digest.as_ref().map(|digest| &digest[..]),
        wanted.folder_digest.as_ref().map(|digest| &digest[..]),
        wanted.is_enabled,
        wanted.is_withdrawn,
        wanted.changed_at,
        wanted.changed_by.map(|id| id.0)
    )
    .execute(&mut *conn)
    .await?;
    mark_default(conn, wanted).await
}

/// Changes what is on offer of a plugin.
///
/// # Errors
/// A constraint error when a version is not stored or is another plugin's.
pub async fn update_default(conn: &mut PgConnection, wanted: &PluginDefault) -> Result<()> {
    sqlx::query!(
        "UPDATE plugin_defaults
        SET digest = $2, previous_digest = $3, folder_digest = $4, is_enabled = $5, is_withdrawn = $6, changed_at = $7, changed_by = $8
        WHERE plugin_id = $1",
        wanted.plugin_id,
        &wanted.digest[..],
        wanted.previous_digest.as_ref().map(|digest| &digest[..]),
        wanted.folder_digest.as_ref().map(|digest| &digest[..]),
        wanted.is_enabled,
        wanted.is_withdrawn,
        wanted.changed_at,
        wanted.changed_by.map(|id| id.0)
    )
    .execute(&mut *conn)
    .await?;
    mark_default(conn, wanted).await
}

/// Remembers that a version is, or was, no mere candidate.
async fn mark_default(conn: &mut PgConnection, wanted: &PluginDefault) -> Result<()> {
    sqlx::query!(
        "UPDATE plugins SET became_default_at = $2 WHERE digest = $1 AND became_default_at IS NULL",
        &wanted.digest[..],
        wanted.changed_at
    )
    .execute(conn)
    .await?;
    Ok(())
}
