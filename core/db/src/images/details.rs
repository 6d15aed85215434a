//! What owners change about their pictures. None of it touches a picture in the trash.
//!
//! `updated_at` is the version that changes are checked against: it grows with every change, and stays where nothing changes.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{ImageId, ProjectId, UserId};

use crate::{Result, ensure_affected};

/// Everything that an owner says about a picture.
#[derive(Clone, Debug)]
pub struct Details {
    /// At most 200 characters.
    pub name: String,
    /// At most 1,000 characters.
    pub alt_text: String,
    /// At most 10,000 characters.
    pub notes: String,
    /// At most 30, in the form of `studio_model::normalize_tags`.
    pub tags: Vec<String>,
    /// 1 to 5.
    pub rating: Option<i16>,
    /// Marked.
    pub is_favorite: bool,
    /// A project of the same user.
    pub project_id: Option<ProjectId>,
}

/// The version of a user's picture, locked until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_version(conn: &mut PgConnection, user_id: UserId, id: ImageId) -> Result<Option<DateTime<Utc>>> {
    let version = sqlx::query_scalar!(
        "SELECT updated_at FROM images WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE",
        id.0,
        user_id.0
    );
    Ok(version.fetch_optional(conn).await?)
}

/// Replaces what is said about a picture.
///
/// # Errors
/// A constraint error when a range is wrong or the project does not exist.
pub async fn update(conn: &mut PgConnection, id: ImageId, details: &Details, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE images
        SET name = $2, alt_text = $3, notes = $4, tags = $5, rating = $6, is_favorite = $7, project_id = $8,
            updated_at = GREATEST($9, updated_at + interval '1 microsecond')
        WHERE id = $1",
        id.0,
        details.name,
        details.alt_text,
        details.notes,
        &details.tags,
        details.rating,
        details.is_favorite,
        details.project_id.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Marks a picture, or takes the mark away; `false` when the user has no such picture.
///
/// # Errors
/// When the database cannot be asked.
pub async fn set_favorite(
    conn: &mut PgConnection,
    user_id: UserId,
    id: ImageId,
    is_favorite: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE images
        SET is_favorite = $3,
            updated_at = CASE WHEN is_favorite = $3 THEN updated_at
                ELSE GREATEST($4, updated_at + interval '1 microsecond') END
        WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL",
        id.0,
        user_id.0,
        is_favorite,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Gives a picture 1 to 5 stars, or none; `false` when the user has no such picture.
///
/// # Errors
/// A constraint error for other ratings.
pub async fn set_rating(
    conn: &mut PgConnection,
    user_id: UserId,
    id: ImageId,
    rating: Option<i16>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE images
        SET rating = $3,
            updated_at = CASE WHEN rating IS NOT DISTINCT FROM $3 THEN updated_at
                ELSE GREATEST($4, updated_at + interval '1 microsecond') END
        WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL",
        id.0,
        user_id.0,
        rating,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
