//! Using a prompt: its gaps are filled in and the use is counted.

use std::collections::BTreeMap;

use studio_batch::form::fill;
use studio_model::{PromptId, UserId};

use super::{PromptView, find};
use crate::texts::Complaints;
use crate::{App, Result};

/// Characters of a value at most.
const MAX_VALUE_CHARS: usize = 2000;

/// A prompt without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The words.
    pub prompt: String,
    /// What not to show.
    pub negative_prompt: Option<String>,
}

/// Fills in the gaps of a prompt and counts that it is used.
///
/// # Errors
/// [`crate::Error::NotFound`] for a prompt that is not the user's, [`crate::Error::Invalid`] with fields like
/// `variables.subject`.
pub async fn use_prompt(app: &App, user_id: UserId, id: PromptId, values: &BTreeMap<String, String>) -> Result<Filled> {
    let filled = fill_prompt(app, user_id, id, values).await?;
    studio_db::prompts::count_use(&mut *app.db.acquire().await?, user_id, id).await?;
    Ok(filled)
}

/// The same without counting.
///
/// # Errors
/// As for [`use_prompt`].
pub async fn fill_prompt(
    app: &App,
    user_id: UserId,
    id: PromptId,
    values: &BTreeMap<String, String>,
) -> Result<Filled> {
    filled(&find(app, user_id, id).await?, values)
}

fn filled(prompt: &PromptView, values: &BTreeMap<String, String>) -> Result<Filled> {
    let mut complaints = Complaints::default();
    let is_blank = |name: &str| values.get(name).is_none_or(|value| value.trim().is_empty());
    for variable in prompt.variables.iter().filter(|variable| !variable.is_optional) {
        if is_blank(&variable.name) {
            complaints.add(format!("variables.{}", variable.name), "say what stands here");
        }
    }
    for (name, value) in values {
        let field = format!("variables.{name}");
        if !prompt.variables.iter().any(|variable| variable.name == *name) {
            complaints.add(&field, "the prompt has no such variable");
        }
        complaints.text(&field, value, MAX_VALUE_CHARS);
    }
    complaints.finish()?;
    let mut complaints = Complaints::default();
    let mut fill_in = |field: &str, text: &str| {
        fill(text, values).unwrap_or_else(|error| {
            complaints.add(field, error.to_string());
            String::new()
        })
    };
    let filled = Filled {
        prompt: fill_in("prompt_text", &prompt.prompt_text),
        negative_prompt: prompt
            .negative_prompt
            .as_ref()
            .map(|text| fill_in("negative_prompt", text)),
    };
    complaints.finish()?;
    Ok(filled)
}
