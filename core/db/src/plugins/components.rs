//! `plugin_components`: the files behind plugins.

use sqlx::PgConnection;

use super::{Digest, digest_of};
use crate::Result;

/// Keeps the file of a stored plugin; one that is kept already stays.
///
/// # Errors
/// A constraint error when the plugin is not stored, or the file is not the one with this digest.
pub async fn insert_component(conn: &mut PgConnection, digest: &Digest, component: &[u8]) -> Result<()> {
    sqlx::query!(
        "INSERT INTO plugin_components (digest, component) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
        &digest[..],
        component
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The file with this digest.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_component(conn: &mut PgConnection, digest: &Digest) -> Result<Option<Vec<u8>>> {
    let component = sqlx::query_scalar!("SELECT component FROM plugin_components WHERE digest = $1", &digest[..]);
    Ok(component.fetch_optional(conn).await?)
}

/// Plugins whose file is not kept: what was loaded before files were, and what is new.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_without_component(conn: &mut PgConnection) -> Result<Vec<Digest>> {
    let rows = sqlx::query_scalar!(
        "SELECT digest FROM plugins WHERE NOT EXISTS (
            SELECT FROM plugin_components WHERE plugin_components.digest = plugins.digest
        )"
    );
    let digests = rows.fetch_all(conn).await?;
    digests
        .iter()
        .map(|digest| digest_of(digest, &format!("{digest:02x?}")))
        .collect()
}
