//! A model as the selector and the landing page show it.

use serde::Serialize;

/// One model that an installed plugin offers.
#[derive(Debug, Clone, Serialize)]
pub struct ModelCard {
    /// `fal-ai/flux/dev`.
    pub id: String,
    pub name: String,
    pub description: String,
    /// `text-to-image`, `image-to-image`, …: the group in the selector.
    pub category: String,
    /// What one picture of default settings costs, or one video.
    pub credits_per_image: Option<f64>,
    /// What a job of default settings takes, in seconds; 0 when unknown.
    pub typical_seconds: f64,
    /// Pictures in one job, at least 1.
    pub max_images: u32,
    /// Characters of a prompt, at least 1.
    pub max_prompt_chars: u32,
    /// The model takes a negative prompt.
    pub takes_negative_prompt: bool,
    /// What it is good at, a few words each.
    pub best_for: Vec<String>,
    /// What the results may be used for.
    pub licence_note: String,
    /// The provider's page about it; may be empty.
    pub documentation_url: String,
    pub health: ModelHealth,
    /// `new` or `updated`, while the user has not looked at it.
    pub news: Option<&'static str>,
}

/// How the last jobs of a model went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelHealth {
    /// Nothing wrong is known.
    #[default]
    Healthy,
    Slow,
    Failing,
    /// Switched off for now: jobs wait.
    Paused,
}

impl From<studio_model::ModelHealth> for ModelHealth {
    fn from(health: studio_model::ModelHealth) -> Self {
        use studio_model::ModelHealth as Known;
        match health {
            Known::Healthy => Self::Healthy,
            Known::Slow => Self::Slow,
            Known::Failing => Self::Failing,
            Known::Paused => Self::Paused,
        }
    }
}
