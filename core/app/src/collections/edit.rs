//! Making, changing and removing collections.

use chrono::{DateTime, Utc};
use studio_db::collections::{self, CollectionContent};
use studio_model::{CollectionId, ImageId, UserId};

use super::{CollectionView, find};
use crate::texts::Complaints;
use crate::{App, Error, Result};

/// Collections that one user may have.
const MAX_COLLECTIONS: i64 = 1000;

/// What a collection says, unchecked.
#[derive(Clone, Debug, Default)]
pub struct CollectionRequest {
    /// 1 to 200 characters.
    pub name: String,
    /// At most 2,000 characters.
    pub description: String,
    /// A picture of the user that stands for it; none is the first on it.
    pub cover_image_id: Option<ImageId>,
    /// Its owner wants it to be seen by others.
    pub is_public: bool,
}

impl CollectionRequest {
    async fn check(self, app: &App, user_id: UserId) -> Result<CollectionContent> {
        let mut complaints = Complaints::default();
        let content = CollectionContent {
            name: complaints.name("name", &self.name),
            description: complaints.text("description", &self.description, 2000),
            cover_image_id: self.cover_image_id,
            is_public: self.is_public,
        };
        if let Some(id) = self.cover_image_id {
            let image = studio_db::images::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
            if image.is_none() {
                complaints.add("cover_image_id", "you have no such image");
            }
        }
        complaints.finish()?;
        Ok(content)
    }
}

/// Makes a collection.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, [`Error::Conflict`] when the user has 1,000 collections.
pub async fn create(app: &App, user_id: UserId, request: CollectionRequest) -> Result<CollectionView> {
    let content = request.check(app, user_id).await?;
    let id = CollectionId(app.clock.new_id());
    let mut tx = app.db.begin().await?;
    if collections::count(&mut tx, user_id).await? >= MAX_COLLECTIONS {
        let message = format!("you have {MAX_COLLECTIONS} collections, which is the most; delete one first");
        return Err(Error::Conflict(message));
    }
    collections::insert(&mut tx, user_id, id, &content, app.clock.now()).await?;
    tx.commit().await?;
    find(app, user_id, id).await
}

/// Replaces what is said of a collection that its owner last saw at `seen_at`. Its pictures stay.
///
/// # Errors
/// [`Error::NotFound`] for a collection that is not the user's, [`Error::Outdated`] when it was changed since, [`Error::Invalid`]
/// with every wrong field.
pub async fn update(
    app: &App,
    user_id: UserId,
    id: CollectionId,
    seen_at: DateTime<Utc>,
    request: CollectionRequest,
) -> Result<CollectionView> {
    if find(app, user_id, id).await?.updated_at != seen_at {
        return Err(Error::Outdated);
    }
    let content = request.check(app, user_id).await?;
    let (now, mut conn) = (app.clock.now(), app.db.acquire().await?);
    let is_done = collections::update(&mut conn, user_id, id, seen_at, &content, now).await?;
    drop(conn);
    if is_done {
        find(app, user_id, id).await
    } else {
        Err(Error::Outdated)
    }
}

/// Removes a collection; its pictures stay.
///
/// # Errors
/// [`Error::NotFound`] for a collection that is not the user's.
pub async fn delete(app: &App, user_id: UserId, id: CollectionId) -> Result<()> {
    if collections::delete(&mut *app.db.acquire().await?, user_id, id).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
