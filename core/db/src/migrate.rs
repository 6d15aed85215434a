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
