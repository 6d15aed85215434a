//! A model as the selector, the landing page and the comparison show it.

use serde::Serialize;

use super::View;

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

/// All models on offer beside each other.
#[derive(Debug, Clone, Serialize)]
pub struct ModelsPage {
    pub rows: Vec<ModelRow>,
    /// Ways to order them: name, address, and whether it is the present one.
    pub sorts: Vec<(&'static str, String, bool)>,
    /// Ways to limit them: an operation or `all`, address, and whether it is the present one.
    pub operations: Vec<(&'static str, String, bool)>,
}

/// A model in the comparison.
#[derive(Debug, Clone, Serialize)]
pub struct ModelRow {
    pub model: ModelCard,
    /// What it can be asked to do.
    pub operations: Vec<&'static str>,
    /// Credits and the unit that costs them.
    pub prices: Vec<(f64, String)>,
    /// The day on which the price was read.
    pub price_read_on: Option<String>,
    /// Seconds that half of its jobs and nineteen of twenty did not exceed.
    pub times: Option<(f64, f64)>,
    /// The part of its jobs that ended with pictures, in percent.
    pub success_percent: Option<f64>,
    /// Names of the recommended settings.
    pub presets: Vec<String>,
    /// The generation form with this model, where that has a place for what it does.
    pub try_href: Option<String>,
}

impl View for ModelsPage {
    const PAGE: &'static str = "pages/models/page.html";
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
