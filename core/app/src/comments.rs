//! What people say about a picture.
//!
//! Whoever may see a picture may comment on it, which today is its owner; comments are changed by those who wrote them, and removed
//! by those and by the picture's owner.

use chrono::{DateTime, Utc};
use studio_db::comments::{self, Comment};
use studio_model::{CommentId, Cursor, ImageId, PageLimit, UserId};

use crate::{App, Error, Page, Result, images};

/// Characters of a comment at most.
pub const MAX_COMMENT: usize = 5000;
/// Comments that one picture may have.
const MAX_COMMENTS: i64 = 10_000;

/// A comment as somebody sees it.
#[derive(Clone, Debug)]
pub struct CommentView {
    /// Its id.
    pub id: CommentId,
    /// The picture.
    pub image_id: ImageId,
    /// Who wrote it, as that person is called.
    pub author_name: String,
    /// It is the reader's own.
    pub is_mine: bool,
    /// What was said.
    pub text: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Tells one state of it from another.
    pub updated_at: DateTime<Utc>,
}

impl CommentView {
    fn of(comment: Comment, reader: UserId) -> Self {
        Self {
            id: comment.id,
            image_id: comment.image_id,
            author_name: comment.author_name,
            is_mine: comment.user_id == reader,
            text: comment.text,
            created_at: comment.created_at,
            updated_at: comment.updated_at,
        }
    }
}

/// A page of the comments on a picture, newest first.
///
/// # Errors
/// [`Error::NotFound`] for a picture that the user may not see.
pub async fn list(
    app: &App,
    user_id: UserId,
    image_id: ImageId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<CommentView>> {
    images::find(app, user_id, image_id).await?;
    let found = comments::list(&mut *app.db.acquire().await?, image_id, after, limit).await?;
    let views = found.into_iter().map(|comment| CommentView::of(comment, user_id));
    Ok(Page::new(views.collect(), limit, |comment: &CommentView| Cursor {
        at: comment.created_at,
        id: comment.id.0,
    }))
}

/// How many comments a picture has that the user may see.
///
/// # Errors
/// When the database is away.
pub async fn count(app: &App, image_id: ImageId) -> Result<u64> {
    Ok(comments::count(&mut *app.db.acquire().await?, image_id)
        .await?
        .unsigned_abs())
}

/// One comment.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is on a picture that the user may not see.
pub async fn find(app: &App, user_id: UserId, id: CommentId) -> Result<CommentView> {
    let comment = comments::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    comment
        .map(|comment| CommentView::of(comment, user_id))
        .ok_or(Error::NotFound)
}

/// Comments on a picture.
///
/// # Errors
/// [`Error::NotFound`] for a picture that the user may not see, [`Error::Invalid`] for a text out of range, [`Error::Conflict`] when
/// the picture has 10,000 comments.
pub async fn create(app: &App, user_id: UserId, image_id: ImageId, text: &str) -> Result<CommentView> {
    images::find(app, user_id, image_id).await?;
    let (id, text) = (CommentId(app.clock.new_id()), check(text)?);
    let mut tx = app.db.begin().await?;
    if comments::count(&mut tx, image_id).await? >= MAX_COMMENTS {
        let message = format!("this picture has {MAX_COMMENTS} comments, which is the most");
        return Err(Error::Conflict(message));
    }
    if !comments::insert(&mut tx, user_id, image_id, (id, &text), app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    find(app, user_id, id).await
}

/// Replaces what the user said and last saw at `seen_at`.
///
/// # Errors
/// [`Error::NotFound`] when there is no such comment, [`Error::Forbidden`] for somebody else's, [`Error::Outdated`] when it was
/// changed since, [`Error::Invalid`] for a text out of range.
pub async fn update(
    app: &App,
    user_id: UserId,
    id: CommentId,
    seen_at: DateTime<Utc>,
    text: &str,
) -> Result<CommentView> {
    let before = find(app, user_id, id).await?;
    if !before.is_mine {
        return Err(Error::Forbidden("only who wrote a comment may change it"));
    }
    if before.updated_at != seen_at {
        return Err(Error::Outdated);
    }
    let (text, now, mut conn) = (check(text)?, app.clock.now(), app.db.acquire().await?);
    let is_done = comments::update(&mut conn, user_id, id, seen_at, &text, now).await?;
    drop(conn);
    if is_done {
        find(app, user_id, id).await
    } else {
        Err(Error::Outdated)
    }
}

/// Removes a comment; gives the picture that it was on.
///
/// # Errors
/// [`Error::NotFound`] when there is no such comment.
pub async fn delete(app: &App, user_id: UserId, id: CommentId) -> Result<ImageId> {
    // Whoever finds one today owns the picture, and may remove all of its comments.
    let comment = find(app, user_id, id).await?;
    comments::delete(&mut *app.db.acquire().await?, id).await?;
    Ok(comment.image_id)
}

fn check(text: &str) -> Result<String> {
    let text = text.trim().replace("\r\n", "\n");
    if (1..=MAX_COMMENT).contains(&text.chars().count()) && !text.contains('\0') {
        Ok(text)
    } else {
        Err(Error::invalid("text", format!("use 1 to {MAX_COMMENT} characters")))
    }
}
