//! What owners say about their pictures.

use chrono::{DateTime, Utc};
use studio_db::events::{self, EventKind};
use studio_db::images::details;
use studio_db::images::details::Details;
use studio_db::{PgConnection, projects};
use studio_model::{ImageId, MAX_ALT_TEXT, MAX_IMAGE_NAME, MAX_IMAGE_NOTES, ProjectId, UserId, normalize_tags, rating};
use uuid::Uuid;

use super::{ImageView, find};
use crate::{App, Error, FieldError, Result};

/// What an owner wants to say about a picture, unchecked.
#[derive(Clone, Debug, Default)]
pub struct DetailsRequest {
    /// At most 200 characters.
    pub name: String,
    /// At most 1,000 characters.
    pub alt_text: String,
    /// At most 10,000 characters.
    pub notes: String,
    /// At most 30 of at most 50 characters.
    pub tags: Vec<String>,
    /// 1 to 5.
    pub rating: Option<i64>,
    /// Marked.
    pub is_favorite: bool,
    /// One of the user's.
    pub project_id: Option<ProjectId>,
}

impl DetailsRequest {
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    fn check(self) -> Result<Details> {
        let mut problems = Vec::new();
        let mut text = |field: &str, value: &str, most: usize| {
            let value = value.trim().replace("\r\n", "\n");
            if value.chars().count() > most || value.contains('\0') {
                problems.push(FieldError::new(field, format!("use at most {most} characters")));
            }
            value
        };
        let name = text("name", &self.name, MAX_IMAGE_NAME);
        let alt_text = text("alt_text", &self.alt_text, MAX_ALT_TEXT);
        let notes = text("notes", &self.notes, MAX_IMAGE_NOTES);
        let tags = normalize_tags(self.tags.iter().map(String::as_str)).unwrap_or_else(|problem| {
            problems.push(FieldError::new("tags", problem.to_string()));
            Vec::new()
        });
        let stars = check_rating(self.rating).unwrap_or_else(|error| {
            problems.push(error);
            None
        });
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        Ok(Details {
            name,
            alt_text,
            notes,
            tags,
            rating: stars,
            is_favorite: self.is_favorite,
            project_id: self.project_id,
        })
    }
}

fn check_rating(stars: Option<i64>) -> std::result::Result<Option<i16>, FieldError> {
    let Some(stars) = stars else { return Ok(None) };
    let known = rating(stars).map(Some);
    known.ok_or_else(|| FieldError::new("rating", "use 1 to 5, or null for none"))
}

/// Replaces what is said about a picture that its owner last saw at `seen_at`.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's or is in the trash, [`Error::Outdated`] when it was changed since,
/// [`Error::Invalid`] with every wrong field.
pub async fn update(
    app: &App,
    user_id: UserId,
    id: ImageId,
    seen_at: DateTime<Utc>,
    request: DetailsRequest,
) -> Result<ImageView> {
    let mut tx = app.db.begin().await?;
    let version = details::lock_version(&mut tx, user_id, id).await?;
    if version.ok_or(Error::NotFound)? != seen_at {
        return Err(Error::Outdated);
    }
    let wanted = request.check()?;
    if let Some(project) = wanted.project_id
        && !projects::exists_for_user(&mut tx, user_id, project.0).await?
    {
        return Err(Error::invalid("project_id", "you have no such project"));
    }
    details::update(&mut tx, id, &wanted, app.clock.now()).await?;
    tell(&mut tx, user_id, id).await?;
    tx.commit().await?;
    app.live.changed();
    find(app, user_id, id).await
}

/// Marks a picture as a favourite, or takes the mark away. Twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's or is in the trash.
pub async fn set_favorite(app: &App, user_id: UserId, id: ImageId, is_favorite: bool) -> Result<ImageView> {
    let mut tx = app.db.begin().await?;
    if !details::set_favorite(&mut tx, user_id, id, is_favorite, app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    tell(&mut tx, user_id, id).await?;
    tx.commit().await?;
    app.live.changed();
    find(app, user_id, id).await
}

/// Gives a picture 1 to 5 stars, or none. Twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's or is in the trash, [`Error::Invalid`] for other ratings.
pub async fn set_rating(app: &App, user_id: UserId, id: ImageId, stars: Option<i64>) -> Result<ImageView> {
    let stars = check_rating(stars).map_err(|error| Error::Invalid(vec![error]))?;
    let mut tx = app.db.begin().await?;
    if !details::set_rating(&mut tx, user_id, id, stars, app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    tell(&mut tx, user_id, id).await?;
    tx.commit().await?;
    app.live.changed();
    find(app, user_id, id).await
}

/// Lets the owner's live pages know.
pub(super) async fn tell(conn: &mut PgConnection, user_id: UserId, id: ImageId) -> Result<()> {
    Ok(events::insert(conn, user_id, EventKind::Image, id.0).await?)
}

/// The same of many pictures.
pub(crate) async fn tell_many(conn: &mut PgConnection, user_id: UserId, ids: &[Uuid]) -> Result<()> {
    let news: Vec<_> = ids.iter().map(|id| (EventKind::Image, *id)).collect();
    Ok(events::insert_many(conn, user_id, &news).await?)
}
