//! Rows that a measurement needs: the pictures that `studio seed` makes. The same each time on the same day.

use anyhow::{Result, ensure};
use chrono::{NaiveTime, Utc};
use studio_app::seed::{self, Fill};
use studio_model::UserId;
use uuid::Uuid;

use crate::rig::Rig;

/// Pictures of others, so that the user under test does not own the whole table.
const OTHERS: u32 = 20;

/// Files that the pictures share. Measurements look at rows.
const FILES: u16 = 12;

/// Gives a user `pictures` pictures over the last two years and as many to twenty others together, in turns, so that both lie
/// mixed in the table.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn gallery(rig: &Rig, owner: Uuid, pictures: u32) -> Result<()> {
    let app = rig.app().await?;
    sqlx::query(include_str!("../queries/seed_users.sql"))
        .bind(i32::try_from(OTHERS)?)
        .execute(&rig.db)
        .await?;
    let others: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM users WHERE id <> $1 ORDER BY id LIMIT $2")
        .bind(owner)
        .bind(i64::from(OTHERS))
        .fetch_all(&rig.db)
        .await?;
    let drawn = seed::draw(&app, 0, FILES, || ()).await?;
    let until = Utc::now().date_naive().and_time(NaiveTime::MIN).and_utc();
    let (mut made, parts) = (0, u64::try_from(others.len())?);
    for (part, other) in (0..parts).zip(others) {
        let upto = |part: u64| u64::from(pictures) * part / parts;
        let images = u32::try_from(upto(part + 1) - upto(part))?;
        for user_id in [owner, other].map(UserId) {
            let fill = Fill {
                user_id,
                images,
                seed: part,
                until,
            };
            made += seed::fill(&app, &drawn, fill, |_| ()).await?.images;
        }
    }
    ensure!(made == u64::from(pictures) * 2, "{made} rows instead");
    // What autovacuum does within a minute of such an insert.
    Ok(seed::settle(&app).await?)
}
