//! A prompt as its owner sees it.

use chrono::{DateTime, Utc};
use studio_batch::form::{Variable, variables};
use studio_db::prompts::Prompt;
use studio_model::PromptId;

/// A prompt of the library.
#[derive(Clone, Debug)]
pub struct PromptView {
    /// Its id.
    pub id: PromptId,
    /// For people.
    pub title: String,
    /// Words, or a template.
    pub prompt_text: String,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The gaps to be filled in, by name; those of both texts.
    pub variables: Vec<VariableView>,
    /// The group in lists; may be empty.
    pub category: String,
    /// Its owner's tags.
    pub tags: Vec<String>,
    /// Marked by its owner.
    pub is_favorite: bool,
    /// Shown to everybody.
    pub is_public: bool,
    /// How often it was used.
    pub usage_count: u32,
    /// When it was kept.
    pub created_at: DateTime<Utc>,
    /// Tells one state of it from another.
    pub updated_at: DateTime<Utc>,
}

/// A gap of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableView {
    /// Its name.
    pub name: String,
    /// The prompt says itself what stands there when nothing is given.
    pub is_optional: bool,
}

impl From<Prompt> for PromptView {
    fn from(prompt: Prompt) -> Self {
        let content = prompt.content;
        Self {
            id: prompt.id,
            variables: all_variables(&content.prompt_text, content.negative_prompt.as_deref()),
            title: content.title,
            prompt_text: content.prompt_text,
            negative_prompt: content.negative_prompt,
            category: content.category,
            tags: content.tags,
            is_favorite: content.is_favorite,
            is_public: content.is_public,
            usage_count: prompt.usage_count.unsigned_abs(),
            created_at: prompt.created_at,
            updated_at: prompt.updated_at,
        }
    }
}

/// The gaps of both texts. A text that is no template has none; only an older version could have kept such a one.
pub(super) fn all_variables(prompt_text: &str, negative_prompt: Option<&str>) -> Vec<VariableView> {
    let mut all: Vec<VariableView> = Vec::new();
    let texts = [Some(prompt_text), negative_prompt].into_iter().flatten();
    for Variable { name, is_optional } in texts.flat_map(|text| variables(text).unwrap_or_default()) {
        match all.iter_mut().find(|known| known.name == name) {
            // One text that needs it is enough.
            Some(known) => known.is_optional &= is_optional,
            None => all.push(VariableView { name, is_optional }),
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_of_both_texts_are_told_once() {
        let found = all_variables("a {{ b }} {{ a|default('x') }}", Some("{{ a }}, {{ c|d }}"));
        let told: Vec<(&str, bool)> = found.iter().map(|v| (v.name.as_str(), v.is_optional)).collect();
        assert_eq!(told, [("a", false), ("b", false), ("c", true)]);
    }
}
