//! Looking at one's own prompts.

use studio_db::prompts::{self, PromptFilter};
use studio_model::{Cursor, PageLimit, PromptId, UserId};

use super::PromptView;
use crate::search::patterns;
use crate::{App, Error, Page, Result};

/// A page of a user's prompts, newest first; with `q` only those in which each of its words is found.
///
/// # Errors
/// [`Error::Invalid`] for a `q` that has no words or too many.
pub async fn list(
    app: &App,
    user_id: UserId,
    mut filter: PromptFilter,
    q: Option<&str>,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<PromptView>> {
    if let Some(q) = q {
        filter.patterns = patterns(q)?;
    }
    let found = prompts::list(&mut *app.db.acquire().await?, user_id, &filter, after, limit).await?;
    let views = found.into_iter().map(PromptView::from).collect();
    Ok(Page::new(views, limit, |prompt: &PromptView| Cursor {
        at: prompt.created_at,
        id: prompt.id.0,
    }))
}

/// One prompt of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's, public or not.
pub async fn find(app: &App, user_id: UserId, id: PromptId) -> Result<PromptView> {
    let prompt = prompts::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    prompt.map(PromptView::from).ok_or(Error::NotFound)
}

/// The categories of a user's prompts with how many prompts each has, by name.
///
/// # Errors
/// When the database is away.
pub async fn list_categories(app: &App, user_id: UserId) -> Result<Vec<(String, u64)>> {
    let categories = prompts::list_categories(&mut *app.db.acquire().await?, user_id).await?;
    let counted = categories
        .into_iter()
        .map(|(name, prompts)| (name, prompts.unsigned_abs()));
    Ok(counted.collect())
}
