//! Models that came or changed since a user last looked at them.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use studio_model::UserId;

use super::{ModelView, list};
use crate::{App, Error, Result};

/// Older news are none.
const FRESH: TimeDelta = TimeDelta::days(30);

/// What happened to a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// It came; else its plugin has another version.
    pub is_new: bool,
    /// When.
    pub since: DateTime<Utc>,
}

impl News {
    /// The name in answers; never changes.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        if self.is_new { "new" } else { "updated" }
    }
}

/// All models on offer as [`list`] gives them, with what is news to the user.
///
/// # Errors
/// When the database is away.
pub async fn list_for_user(app: &App, user_id: UserId) -> Result<Vec<ModelView>> {
    let mut models = list(app).await?;
    let since = app.clock.now() - FRESH;
    let news = studio_db::models::list_news(&mut *app.db.acquire().await?, user_id, since).await?;
    let news: HashMap<String, News> = news
        .into_iter()
        .map(|news| {
            let told = News {
                is_new: news.is_new,
                since: news.at,
            };
            (news.model_id, told)
        })
        .collect();
    for model in &mut models {
        model.news = news.get(&model.id).copied();
    }
    Ok(models)
}

/// Remembers that the user looked at a model: it is no news any more.
///
/// # Errors
/// [`Error::NotFound`] when there is no such model.
pub async fn mark_seen(app: &App, user_id: UserId, model_id: &str) -> Result<()> {
    if studio_db::models::mark_seen(&mut *app.db.acquire().await?, user_id, model_id).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
