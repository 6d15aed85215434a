//! `plugin_registry`, `plugin_defaults`, `plugin_components`: which plugin versions there are and which are on offer.
//!
//! Whoever changes what is on offer holds [`lock`] until the commit, so that changes come one after the other and every process sees
//! their order in the revision.

mod components;
mod defaults;
mod log;
mod measured;
mod shadow;
mod versions;

use sqlx::PgConnection;

pub use components::{find_component, insert_component, list_without_component};
pub use defaults::{PluginDefault, find_default, insert_default, list_defaults, update_default};
pub use log::{PluginLine, insert_lines, list_lines};
pub use measured::measure_versions;
pub use shadow::{ShadowRun, find_shadow_run, list_answers, list_completed_jobs, put_shadow_run};
pub use versions::{PluginVersion, count_jobs, delete_version, exists, list_versions, set_uploader};

use crate::Result;

/// SHA-256 of a component.
pub type Digest = [u8; 32];

/// Counts the changes of what is on offer. A process that has seen this number is up to date.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_revision(conn: &mut PgConnection) -> Result<i64> {
    let revision = sqlx::query_scalar!("SELECT revision FROM plugin_registry");
    Ok(revision.fetch_one(conn).await?)
}

/// Makes this transaction the only one that changes what is on offer.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("SELECT revision FROM plugin_registry FOR UPDATE")
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// Tells every process, once this transaction is committed, that what is on offer is other than before.
///
/// # Errors
/// When the database cannot be asked.
pub async fn bump(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("UPDATE plugin_registry SET revision = revision + 1")
        .execute(conn)
        .await?;
    Ok(())
}

fn digest_of(bytes: &[u8], plugin: &str) -> Result<Digest> {
    bytes.try_into().map_err(|_| crate::Error::ImpossibleRow {
        table: "plugins",
        column: "digest",
        id: plugin.to_owned(),
    })
}
