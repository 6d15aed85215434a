//! A prompt on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::prompts::{PromptRequest, PromptView, VariableView};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a prompt says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PromptRequestBody {
    /// 1 to 200 characters.
    #[schema(example = "Portrait in oil")]
    title: String,
    /// 1 to 50,000 characters: words, or a template with variables.
    #[schema(example = "a portrait of {{ subject }}, {{ style|default('oil on canvas') }}")]
    prompt_text: String,
    /// What not to show; may have variables too.
    #[schema(example = "blurry, text")]
    negative_prompt: Option<String>,
    /// At most 100 characters.
    #[serde(default)]
    #[schema(example = "Portraits")]
    category: String,
    /// At most 30 of up to 50 characters, without commas; each is kept once.
    #[serde(default)]
    #[schema(example = json!(["oil", "portrait"]))]
    tags: Vec<String>,
    #[serde(default)]
    is_favorite: bool,
    /// Shows it to everybody with an account, under your name.
    #[serde(default)]
    is_public: bool,
}

impl From<PromptRequestBody> for PromptRequest {
    fn from(body: PromptRequestBody) -> Self {
        Self {
            title: body.title,
            prompt_text: body.prompt_text,
            negative_prompt: body.negative_prompt,
            category: body.category,
            tags: body.tags,
            is_favorite: body.is_favorite,
            is_public: body.is_public,
        }
    }
}

/// A prompt of your library.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PromptBody {
    id: Uuid,
    #[schema(example = "Portrait in oil")]
    title: String,
    #[schema(example = "a portrait of {{ subject }}, {{ style|default('oil on canvas') }}")]
    prompt_text: String,
    #[schema(example = "blurry, text")]
    negative_prompt: Option<String>,
    /// The gaps of both texts, by name.
    variables: Vec<VariableBody>,
    #[schema(example = "Portraits")]
    category: String,
    #[schema(example = json!(["oil", "portrait"]))]
    tags: Vec<String>,
    is_favorite: bool,
    is_public: bool,
    /// How often you used it.
    usage_count: u32,
    created_at: DateTime<Utc>,
    /// When what it says was last changed. The `ETag` says the same.
    updated_at: DateTime<Utc>,
}

/// A gap of a prompt.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VariableBody {
    #[schema(example = "subject")]
    name: String,
    /// The prompt says itself what stands there when nothing is given.
    #[schema(example = false)]
    is_optional: bool,
}

/// A prompt.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PromptEnvelope {
    prompt: PromptBody,
}

impl From<VariableView> for VariableBody {
    fn from(variable: VariableView) -> Self {
        Self {
            name: variable.name,
            is_optional: variable.is_optional,
        }
    }
}

impl From<PromptView> for PromptBody {
    fn from(prompt: PromptView) -> Self {
        Self {
            id: prompt.id.0,
            title: prompt.title,
            prompt_text: prompt.prompt_text,
            negative_prompt: prompt.negative_prompt,
            variables: prompt.variables.into_iter().map(Into::into).collect(),
            category: prompt.category,
            tags: prompt.tags,
            is_favorite: prompt.is_favorite,
            is_public: prompt.is_public,
            usage_count: prompt.usage_count,
            created_at: prompt.created_at,
            updated_at: prompt.updated_at,
        }
    }
}

impl From<PromptView> for PromptEnvelope {
    fn from(prompt: PromptView) -> Self {
        Self { prompt: prompt.into() }
    }
}
