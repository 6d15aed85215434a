//! Rows that a measurement needs, made by the database itself. The same rows each time.

use anyhow::{Result, ensure};
use sqlx::PgPool;
use uuid::Uuid;

/// Pictures of others, so that the user under test does not own the whole table.
const OTHERS: u32 = 20;

/// Gives a user `pictures` pictures over the last two years and as many to twenty others together.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn gallery(db: &PgPool, owner: Uuid, pictures: u32) -> Result<()> {
    sqlx::query(include_str!("../queries/seed_users.sql"))
        .bind(i32::try_from(OTHERS)?)
        .execute(db)
        .await?;
    let done = sqlx::query(include_str!("../queries/seed_images.sql"))
        .bind(owner)
        .bind(i32::try_from(pictures)?)
        .execute(db)
        .await?;
    ensure!(
        done.rows_affected() == u64::from(pictures) * 2,
        "{} rows instead",
        done.rows_affected()
    );
    // What autovacuum does within a minute of such an insert.
    sqlx::query("VACUUM (ANALYZE) images").execute(db).await?;
    Ok(())
}
