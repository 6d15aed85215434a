//! What pages say around pictures.

use studio_db::overview;
pub use studio_db::overview::Neighbours;
use studio_model::{Cursor, UserId};

use super::ImageView;
use crate::{App, Result};

/// How many pictures a user has.
///
/// # Errors
/// When the database is away.
pub async fn count(app: &App, user_id: UserId) -> Result<u64> {
    let count = overview::count_images(&mut *app.db.acquire().await?, user_id).await?;
    Ok(count.unsigned_abs())
}

/// The pictures before and after one in its user's list.
///
/// # Errors
/// When the database is away.
pub async fn find_neighbours(app: &App, user_id: UserId, image: &ImageView) -> Result<Neighbours> {
    let at = Cursor {
        at: image.created_at,
        id: image.id.0,
    };
    Ok(overview::find_neighbours(&mut *app.db.acquire().await?, user_id, at).await?)
}
