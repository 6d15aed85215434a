//! A prompt as its owner wants it.

use studio_batch::form::variables;
use studio_db::prompts::PromptContent;

use crate::Result;
use crate::texts::Complaints;

/// Characters of a prompt at most.
const MAX_CHARS: usize = 50_000;

/// What a prompt says, unchecked.
#[derive(Clone, Debug, Default)]
pub struct PromptRequest {
    /// 1 to 200 characters.
    pub title: String,
    /// 1 to 50,000 characters: words, or a template with variables such as `{{ subject }}`.
    pub prompt_text: String,
    /// What not to show; may have variables too.
    pub negative_prompt: Option<String>,
    /// At most 100 characters.
    pub category: String,
    /// At most 30.
    pub tags: Vec<String>,
    /// Marked by its owner.
    pub is_favorite: bool,
    /// Shown to everybody, under the owner's name.
    pub is_public: bool,
}

impl PromptRequest {
    /// The content to be stored.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every wrong field.
    pub(super) fn check(self) -> Result<PromptContent> {
        let mut complaints = Complaints::default();
        let title = complaints.name("title", &self.title);
        let prompt_text = complaints.text("prompt_text", &self.prompt_text, MAX_CHARS);
        if prompt_text.is_empty() {
            complaints.add("prompt_text", "write some words");
        }
        let negative_prompt = self
            .negative_prompt
            .map(|text| complaints.text("negative_prompt", &text, MAX_CHARS))
            .filter(|text| !text.is_empty());
        let texts = [
            ("prompt_text", Some(&prompt_text)),
            ("negative_prompt", negative_prompt.as_ref()),
        ];
        for (field, text) in texts {
            if let Some(Err(error)) = text.map(|text| variables(text)) {
                complaints.add(field, error.to_string());
            }
        }
        let content = PromptContent {
            category: complaints.line("category", &self.category, 100),
            tags: complaints.tags("tags", &self.tags),
            title,
            prompt_text,
            negative_prompt,
            is_favorite: self.is_favorite,
            is_public: self.is_public,
        };
        complaints.finish()?;
        Ok(content)
    }
}
