//! Looking at webhooks.

use studio_db::webhooks;
use studio_model::{Cursor, PageLimit, UserId, WebhookId};

use super::WebhookView;
use crate::{App, Error, Page, Result};

/// A page of a user's webhooks, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<WebhookView>> {
    let found = webhooks::list(&mut *app.db.acquire().await?, user_id, None, after, limit).await?;
    let now = app.clock.now();
    let views = found.into_iter().map(|hook| WebhookView::new(hook, now)).collect();
    Ok(Page::new(views, limit, |hook: &WebhookView| Cursor {
        at: hook.created_at,
        id: hook.id.0,
    }))
}

/// One webhook of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: WebhookId) -> Result<WebhookView> {
    let hook = webhooks::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    Ok(WebhookView::new(hook.ok_or(Error::NotFound)?, app.clock.now()))
}
