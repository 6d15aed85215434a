//! Bringing the schema up to date.

use sqlx::PgPool;
use sqlx::migrate::Migrator;

use crate::Result;

/// The migrations of `migrations/`, embedded at build time.
pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// Runs what is missing, under a lock so that several processes may start at once.
///
/// # Errors
/// [`crate::Error::Migrate`] when a migration fails or the database is newer than this program.
pub async fn migrate(pool: &PgPool) -> Result<()> {
    Ok(MIGRATOR.run(pool).await?)
}

/// Undoes every migration after `version`, newest first, under the same lock; 0 undoes all. What the undone migrations
/// made is dropped with its content.
///
/// # Errors
/// [`crate::Error::Migrate`] when there is no such version, or a migration cannot be undone.
pub async fn revert(pool: &PgPool, version: i64) -> Result<()> {
    if version != 0 && !MIGRATOR.version_exists(version) {
        return Err(sqlx::migrate::MigrateError::VersionNotPresent(version).into());
    }
    Ok(MIGRATOR.undo(pool, version).await?)
}
