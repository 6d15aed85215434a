//! The prompt library: the list, everybody's prompts, the form, and the gaps of one.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{FormErrors, View};

/// The user's prompts, or everybody's.
#[derive(Debug, Clone, Serialize)]
pub struct PromptsPage {
    pub prompts: Vec<PromptCard>,
    /// `mine`, `favorites` or `public`.
    pub tab: &'static str,
    /// The words that were looked for; empty for all.
    pub query: String,
    /// The category that is shown; empty for all.
    pub category: String,
    /// The categories of the user with how many prompts each has.
    pub categories: Vec<(String, u64)>,
    /// The address of the next page.
    pub next_href: Option<String>,
    /// What came of an import.
    pub imported: Option<(u64, u64)>,
    /// What was wrong with a file.
    pub errors: Vec<String>,
}

/// A prompt in a list.
#[derive(Debug, Clone, Serialize)]
pub struct PromptCard {
    pub id: String,
    pub title: String,
    pub text: String,
    pub negative: String,
    pub category: String,
    pub tags: Vec<String>,
    /// The names of its gaps.
    pub variables: Vec<String>,
    pub is_favorite: bool,
    pub is_public: bool,
    pub usage_count: u32,
    /// Whose it is; only in everybody's list.
    pub author: Option<String>,
    /// It is the reader's own.
    pub is_own: bool,
    pub created_at: DateTime<Utc>,
}

/// The form for a prompt, new or known.
#[derive(Debug, Clone, Serialize)]
pub struct PromptFormPage {
    /// Empty for a new one.
    pub id: String,
    /// The version that is changed, as text.
    pub version: String,
    pub values: PromptValues,
    pub errors: FormErrors,
    /// Categories to choose from.
    pub categories: Vec<String>,
}

impl PromptFormPage {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 5] = ["title", "prompt_text", "negative_prompt", "category", "tags"];
}

/// The controls as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PromptValues {
    pub title: String,
    pub prompt_text: String,
    pub negative_prompt: String,
    pub category: String,
    /// Separated by commas.
    pub tags: String,
    pub is_favorite: bool,
    pub is_public: bool,
}

/// The form for the gaps of a prompt.
#[derive(Debug, Clone, Serialize)]
pub struct UsePromptPage {
    pub prompt: PromptCard,
    pub gaps: Vec<PromptGap>,
    /// Complaints about the whole.
    pub errors: Vec<String>,
}

/// A gap of a prompt.
#[derive(Debug, Clone, Serialize)]
pub struct PromptGap {
    pub name: String,
    pub value: String,
    pub is_optional: bool,
    pub error: Option<String>,
}

impl View for PromptsPage {
    const PAGE: &'static str = "pages/prompts/page.html";
}

impl View for PromptFormPage {
    const PAGE: &'static str = "pages/prompt_form/page.html";
}

impl View for UsePromptPage {
    const PAGE: &'static str = "pages/prompt_use/page.html";
}
