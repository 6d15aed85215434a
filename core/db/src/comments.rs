//! `image_comments`: what people say about a picture.
//!
//! A picture in the trash has none that can be seen; they are there again when it comes back.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{CommentId, Cursor, ImageId, PageLimit, UserId};
use uuid::Uuid;

use crate::Result;

/// What somebody said.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// The picture.
    pub image_id: ImageId,
    /// Who said it.
    pub user_id: UserId,
    /// What that person is called.
    pub author_name: String,
    /// 1 to 5,000 characters.
    pub text: String,
    /// When it was said.
    pub created_at: DateTime<Utc>,
    /// Tells one state of it from another; later than `created_at` when it was changed.
    pub updated_at: DateTime<Utc>,
}

struct CommentRow {
    id: Uuid,
    image_id: Uuid,
    user_id: Uuid,
    author_name: String,
    comment_text: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<CommentRow> for Comment {
    fn from(row: CommentRow) -> Self {
        Self {
            id: CommentId(row.id),
            image_id: ImageId(row.image_id),
            user_id: UserId(row.user_id),
            author_name: row.author_name,
            text: row.comment_text,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Adds a comment to a picture of the user; `false` when there is no such picture.
///
/// # Errors
/// A constraint error for a text out of range.
pub async fn insert(
    conn: &mut PgConnection,
    user_id: UserId,
    image_id: ImageId,
    (id, text): (CommentId, &str),
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO image_comments (id, image_id, user_id, comment_text, created_at, updated_at)
        SELECT $1, image.id, $2, $4, $5, $5 FROM images AS image
        WHERE image.id = $3 AND image.user_id = $2 AND image.deleted_at IS NULL",
        id.0,
        user_id.0,
        image_id.0,
        text,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// A page of the comments on a picture, newest first. Whether the user may see the picture is asked before.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    image_id: ImageId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Comment>> {
    let rows = sqlx::query_as!(
        CommentRow,
        "SELECT comment.id, comment.image_id, comment.user_id, author.name AS author_name, comment.comment_text,
            comment.created_at, comment.updated_at
        FROM image_comments AS comment JOIN users AS author ON author.id = comment.user_id
        WHERE comment.image_id = $1 AND (comment.created_at, comment.id) < (COALESCE($2, 'infinity'::timestamptz), $3)
        ORDER BY comment.created_at DESC, comment.id DESC
        LIMIT $4",
        image_id.0,
        after.map(|cursor| cursor.at),
        after.map_or(Uuid::max(), |cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Comment::from).collect())
}

/// A comment on a picture that the user may see.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: CommentId) -> Result<Option<Comment>> {
    let row = sqlx::query_as!(
        CommentRow,
        "SELECT comment.id, comment.image_id, comment.user_id, author.name AS author_name, comment.comment_text,
            comment.created_at, comment.updated_at
        FROM image_comments AS comment
        JOIN users AS author ON author.id = comment.user_id
        JOIN images AS image ON image.id = comment.image_id AND image.user_id = $2 AND image.deleted_at IS NULL
        WHERE comment.id = $1",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Comment::from))
}

/// How many comments a picture has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, image_id: ImageId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM image_comments WHERE image_id = $1"#,
        image_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Replaces the text of a comment of the user that was last changed at `seen_at`; `false` when it was changed or removed since.
///
/// # Errors
/// A constraint error for a text out of range.
pub async fn update(
    conn: &mut PgConnection,
    user_id: UserId,
    id: CommentId,
    seen_at: DateTime<Utc>,
    text: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE image_comments SET comment_text = $4, updated_at = GREATEST($5, updated_at + interval '1 microsecond')
        WHERE id = $1 AND user_id = $2 AND updated_at = $3",
        id.0,
        user_id.0,
        seen_at,
        text,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Removes a comment. Whether the user may is asked before.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, id: CommentId) -> Result<()> {
    sqlx::query!("DELETE FROM image_comments WHERE id = $1", id.0)
        .execute(conn)
        .await?;
    Ok(())
}
