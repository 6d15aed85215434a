//! Some pictures beside each other.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use studio_model::{ImageId, UserId};

use super::ImageView;
use crate::{App, Result};

/// Pictures that can be compared at a time.
pub const COMPARED: RangeInclusive<usize> = 2..=4;

/// Why pictures cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotComparable {
    /// Fewer than two different ones, or more than four.
    Count,
    /// One is not the user's, in the trash, or not there at all.
    Missing,
    /// One is a video.
    Video,
}

/// These pictures of a user in this order, each once; or why they cannot be compared.
///
/// # Errors
/// When the database is away.
pub async fn compare(
    app: &App,
    user_id: UserId,
    ids: &[ImageId],
) -> Result<std::result::Result<Vec<ImageView>, NotComparable>> {
    let mut seen = HashSet::new();
    let ids: Vec<ImageId> = ids.iter().copied().filter(|id| seen.insert(*id)).collect();
    if !COMPARED.contains(&ids.len()) {
        return Ok(Err(NotComparable::Count));
    }
    let mut found = studio_db::images::list_by_ids(&mut *app.db.acquire().await?, user_id, &ids).await?;
    if found.len() < ids.len() {
        return Ok(Err(NotComparable::Missing));
    }
    found.sort_by_key(|image| ids.iter().position(|id| *id == image.id));
    let images: Vec<ImageView> = found.into_iter().map(ImageView::from).collect();
    if images.iter().any(|image| image.video.is_some()) {
        return Ok(Err(NotComparable::Video));
    }
    Ok(Ok(images))
}
