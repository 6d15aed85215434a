//! Keeping, changing, marking and removing prompts.

use chrono::{DateTime, Utc};
use studio_db::PgConnection;
use studio_db::prompts::{self, PromptContent};
use studio_model::{PromptId, UserId};

use super::{PromptRequest, PromptView, find};
use crate::{App, Error, Result};

/// Prompts that one user may have.
const MAX_PROMPTS: i64 = 10_000;

/// Keeps a prompt.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, [`Error::Conflict`] when the user has 10,000 prompts.
pub async fn create(app: &App, user_id: UserId, request: PromptRequest) -> Result<PromptView> {
    let content = request.check()?;
    let mut tx = app.db.begin().await?;
    check_room(&mut tx, user_id, 1).await?;
    let id = insert(app, &mut tx, user_id, &content).await?;
    tx.commit().await?;
    find(app, user_id, id).await
}

/// # Errors
/// [`Error::Conflict`] when the user has no room for so many more prompts.
pub(super) async fn check_room(conn: &mut PgConnection, user_id: UserId, more: i64) -> Result<()> {
    if prompts::count(conn, user_id).await? + more <= MAX_PROMPTS {
        return Ok(());
    }
    let message = format!("you would have more than {MAX_PROMPTS} prompts; delete some first");
    Err(Error::Conflict(message))
}

/// Adds a prompt; whether there is room is checked before.
pub(super) async fn insert(
    app: &App,
    conn: &mut PgConnection,
    user_id: UserId,
    content: &PromptContent,
) -> Result<PromptId> {
    let id = PromptId(app.clock.new_id());
    prompts::insert(conn, user_id, id, content, app.clock.now()).await?;
    Ok(id)
}

/// Replaces what is said of a prompt that its owner last saw at `seen_at`.
///
/// # Errors
/// [`Error::NotFound`] for a prompt that is not the user's, [`Error::Outdated`] when it was changed since, [`Error::Invalid`]
/// with every wrong field.
pub async fn update(
    app: &App,
    user_id: UserId,
    id: PromptId,
    seen_at: DateTime<Utc>,
    request: PromptRequest,
) -> Result<PromptView> {
    if find(app, user_id, id).await?.updated_at != seen_at {
        return Err(Error::Outdated);
    }
    let content = request.check()?;
    let (now, mut conn) = (app.clock.now(), app.db.acquire().await?);
    let is_done = prompts::update(&mut conn, user_id, id, seen_at, &content, now).await?;
    drop(conn);
    if is_done {
        find(app, user_id, id).await
    } else {
        Err(Error::Outdated)
    }
}

/// Marks a prompt, or takes the mark away; doing so twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a prompt that is not the user's.
pub async fn set_favorite(app: &App, user_id: UserId, id: PromptId, is_favorite: bool) -> Result<PromptView> {
    let now = app.clock.now();
    prompts::set_favorite(&mut *app.db.acquire().await?, user_id, id, is_favorite, now).await?;
    find(app, user_id, id).await
}

/// Removes a prompt; copies that others made of it stay.
///
/// # Errors
/// [`Error::NotFound`] for a prompt that is not the user's.
pub async fn delete(app: &App, user_id: UserId, id: PromptId) -> Result<()> {
    if prompts::delete(&mut *app.db.acquire().await?, user_id, id).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
