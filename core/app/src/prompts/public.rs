//! Prompts that are shown to everybody: looking at them, and copying one into one's own library.

use chrono::{DateTime, Utc};
use studio_db::prompts::PromptContent;
use studio_db::prompts::public::{self, PublicPrompt};
use studio_model::{Cursor, PageLimit, PromptId, UserId};

use super::edit::{check_room, insert};
use super::view::{VariableView, all_variables};
use super::{PromptView, find};
use crate::search::patterns;
use crate::{App, Error, Page, Result};

/// A prompt as everybody sees it.
#[derive(Clone, Debug)]
pub struct PublicPromptView {
    /// Its id.
    pub id: PromptId,
    /// The owner's display name; may be empty.
    pub author_name: String,
    /// It is the reader's own.
    pub is_own: bool,
    /// For people.
    pub title: String,
    /// Words, or a template.
    pub prompt_text: String,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The gaps to be filled in.
    pub variables: Vec<VariableView>,
    /// The group in lists; may be empty.
    pub category: String,
    /// Its owner's tags.
    pub tags: Vec<String>,
    /// When it was first shown.
    pub published_at: DateTime<Utc>,
}

impl PublicPromptView {
    fn new(prompt: PublicPrompt, reader: UserId) -> Self {
        Self {
            id: prompt.id,
            author_name: prompt.author_name,
            is_own: prompt.user_id == reader,
            title: prompt.title,
            variables: all_variables(&prompt.prompt_text, prompt.negative_prompt.as_deref()),
            prompt_text: prompt.prompt_text,
            negative_prompt: prompt.negative_prompt,
            category: prompt.category,
            tags: prompt.tags,
            published_at: prompt.published_at,
        }
    }
}

/// A page of everybody's public prompts, newest first; with `q` only those in which each of its words is found.
///
/// # Errors
/// [`Error::Invalid`] for a `q` that has no words or too many.
pub async fn list_public(
    app: &App,
    reader: UserId,
    q: Option<&str>,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<PublicPromptView>> {
    let patterns = q.map_or(Ok(Vec::new()), patterns)?;
    let found = public::list(&mut *app.db.acquire().await?, None, &patterns, after, limit).await?;
    let views = found.into_iter().map(|prompt| PublicPromptView::new(prompt, reader));
    Ok(Page::new(views.collect(), limit, |prompt: &PublicPromptView| Cursor {
        at: prompt.published_at,
        id: prompt.id.0,
    }))
}

/// One public prompt of anybody.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is not public.
pub async fn find_public(app: &App, reader: UserId, id: PromptId) -> Result<PublicPromptView> {
    let prompt = public::find(&mut *app.db.acquire().await?, id).await?;
    Ok(PublicPromptView::new(prompt.ok_or(Error::NotFound)?, reader))
}

/// Copies a public prompt into the user's library, where it is private and unmarked.
///
/// # Errors
/// [`Error::NotFound`] for a prompt that is not public, [`Error::Conflict`] when the user has 10,000 prompts.
pub async fn copy(app: &App, user_id: UserId, id: PromptId) -> Result<PromptView> {
    let mut tx = app.db.begin().await?;
    let prompt = public::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let content = PromptContent {
        title: prompt.title,
        prompt_text: prompt.prompt_text,
        negative_prompt: prompt.negative_prompt,
        category: prompt.category,
        tags: prompt.tags,
        is_favorite: false,
        is_public: false,
    };
    check_room(&mut tx, user_id, 1).await?;
    let id = insert(app, &mut tx, user_id, &content).await?;
    tx.commit().await?;
    find(app, user_id, id).await
}
