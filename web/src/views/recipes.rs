//! Steps that follow on pictures: the list, one recipe, and one run.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{ImageTile, JobCard, NamedLink, View};

/// All recipes of a user and their last runs.
#[derive(Debug, Clone, Serialize)]
pub struct RecipesPage {
    pub recipes: Vec<RecipeCard>,
    /// The address of the next page.
    pub next_href: Option<String>,
    pub runs: Vec<RunCard>,
}

/// A recipe in short.
#[derive(Debug, Clone, Serialize)]
pub struct RecipeCard {
    pub id: String,
    pub name: String,
    /// What each step does.
    pub steps: Vec<String>,
}

/// A run in short.
#[derive(Debug, Clone, Serialize)]
pub struct RunCard {
    pub id: String,
    pub name: String,
    /// `running`, `paused`, `cancelling`, `cancelled` or `ended`.
    pub state: &'static str,
    pub created_at: DateTime<Utc>,
}

/// The form for a recipe, new or known.
#[derive(Debug, Clone, Serialize)]
pub struct RecipePage {
    /// Empty for a new one.
    pub id: String,
    pub name: String,
    pub name_error: Option<String>,
    /// The version that is changed, as text.
    pub version: String,
    pub steps: Vec<StepFields>,
    /// What a step can do; ids are `operation|model`.
    pub choices: Vec<NamedLink>,
    /// Complaints about the whole.
    pub errors: Vec<String>,
    /// What it costs for one picture, in credits: the likely price and the highest.
    pub price: Option<(f64, f64)>,
    /// The user's newest pictures, to be run on.
    pub images: Vec<ImageTile>,
    /// Those that are chosen.
    pub chosen: Vec<String>,
    pub run_error: Option<String>,
    /// Names the wish to run it, so that two clicks are one.
    pub key: String,
}

/// The controls of one step as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StepFields {
    /// `operation|model`.
    pub does: String,
    pub does_error: Option<String>,
    pub prompt: String,
    pub prompt_error: Option<String>,
    pub num_images: String,
    pub num_images_error: Option<String>,
    /// `name: value`, one a line.
    pub parameters: String,
    pub parameters_error: Option<String>,
    /// Takes only the first picture of the step before.
    pub takes_first: bool,
}

/// The page of one run.
#[derive(Debug, Clone, Serialize)]
pub struct RunPage {
    pub run: RunCard,
    /// Why it does not go on just now, a sentence.
    pub waiting: Option<String>,
    pub steps: Vec<RunStep>,
    pub failures: Vec<RunFailure>,
    pub estimated_credits: f64,
    pub held_credits: f64,
    pub cost_credits: f64,
    /// The page of the batch on whose pictures it follows.
    pub batch_href: Option<String>,
    pub jobs: Vec<JobCard>,
    /// The address of the next page of jobs.
    pub next_href: Option<String>,
    /// Something failed that can be tried again.
    pub can_retry: bool,
}

/// A step of a run with the pictures that came to it.
#[derive(Debug, Clone, Serialize)]
pub struct RunStep {
    /// From 1 on.
    pub number: u32,
    pub does: String,
    pub waiting: i64,
    pub running: i64,
    pub completed: i64,
    /// Failed or refused.
    pub failed: i64,
}

/// A picture that a step did not work for.
#[derive(Debug, Clone, Serialize)]
pub struct RunFailure {
    /// From 1 on.
    pub step: u32,
    /// The page of the picture.
    pub image_href: String,
    pub message: String,
}

impl View for RecipesPage {
    const PAGE: &'static str = "pages/recipes/page.html";
}

impl View for RecipePage {
    const PAGE: &'static str = "pages/recipe/page.html";
}

impl View for RunPage {
    const PAGE: &'static str = "pages/recipe_run/page.html";
}
