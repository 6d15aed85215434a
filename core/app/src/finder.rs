//! Looking for words in everything that a user has, and in the models: what fits best, a few of each kind.
//!
//! Each kind is found by its own search; this asks them one after the other, so that a search holds one connection at a time.
//! What a newcomer gets wrong: a word without a letter or digit finds no picture, but it may stand in a name.

use studio_db::prompts::PromptFilter;
use studio_model::{FoundKind, PageLimit, UserId, search_query};

use crate::collections::{self, CollectionView};
use crate::images::{self, ImageView};
use crate::projects::{self, ProjectView};
use crate::prompts::{self, PromptView};
use crate::search::patterns;
use crate::{App, Result, models};

/// What a search found of one kind.
#[derive(Clone, Debug)]
pub enum Found {
    /// Pictures, what fits best first.
    Images(Vec<ImageView>),
    /// Prompts, newest first.
    Prompts(Vec<PromptView>),
    /// Projects, newest first.
    Projects(Vec<ProjectView>),
    /// Collections, newest first.
    Collections(Vec<CollectionView>),
    /// Ids and names, by name.
    Models(Vec<(String, String)>),
}

/// Up to `limit` things of a kind in which every word of `q` is found.
///
/// # Errors
/// [`crate::Error::Invalid`] for a `q` without a word, with more than 20, or with more than 200 characters.
pub async fn find(app: &App, user_id: UserId, kind: FoundKind, q: &str, limit: PageLimit) -> Result<Found> {
    let wanted = patterns(q)?;
    Ok(match kind {
        FoundKind::Images if search_query(q).is_none() => Found::Images(Vec::new()),
        FoundKind::Images => Found::Images(images::search(app, user_id, q, None, limit).await?.items),
        FoundKind::Prompts => {
            let filter = PromptFilter {
                patterns: wanted,
                ..PromptFilter::default()
            };
            Found::Prompts(prompts::list(app, user_id, filter, None, None, limit).await?.items)
        }
        FoundKind::Projects => Found::Projects(projects::search(app, user_id, q, None, limit).await?.items),
        FoundKind::Collections => Found::Collections(collections::search(app, user_id, q, None, limit).await?.items),
        FoundKind::Models => Found::Models(models_with(app, q, limit).await?),
    })
}

/// Models whose name or id has every word.
async fn models_with(app: &App, q: &str, limit: PageLimit) -> Result<Vec<(String, String)>> {
    let words: Vec<String> = q.split_whitespace().map(str::to_lowercase).collect();
    let fits = |(id, name): &(String, String)| {
        let text = format!("{name} {id}").to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let on_offer = models::list_handles(app).await?.into_iter();
    let named = on_offer.map(|(id, handle)| (id, handle.model().name.clone()));
    let mut found: Vec<_> = named.filter(fits).collect();
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found.truncate(usize::from(limit.rows()));
    Ok(found)
}
