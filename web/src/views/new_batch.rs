//! The form for a new batch, and what would come of it.

use serde::Serialize;

use super::{FieldError, FormErrors, ModelCard, View, schema_form::SchemaForm};

/// The form. Everything that was typed is in it again when it comes back.
#[derive(Debug, Clone, Serialize)]
pub struct NewBatchPage {
    /// The models that can be chosen.
    pub models: Vec<ModelCard>,
    /// The chosen one; none only when there are no models.
    pub selected: Option<ModelCard>,
    pub values: BatchValuesTyped,
    /// The columns of the table, once there is one.
    pub columns: Vec<TableColumn>,
    /// What a column can be for.
    pub targets: Vec<String>,
    /// The chosen model's own parameters.
    pub parameters: SchemaForm,
    /// The user's recipes.
    pub recipes: Vec<NamedLink>,
    /// The user's presets, as links that fill the form.
    pub presets: Vec<NamedLink>,
    pub errors: FormErrors,
}

/// The controls of the form as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BatchValuesTyped {
    pub name: String,
    /// `prompts`, `template` or `csv`.
    pub source: String,
    /// One a line.
    pub prompts: String,
    pub template: String,
    /// `name: value, value`, one a line.
    pub lists: String,
    /// `product`, `zip` or `sample`.
    pub combine: String,
    pub sample_size: String,
    pub sample_seed: String,
    /// The CSV text.
    pub table: String,
    /// Makes the prompt from columns.
    pub row_template: String,
    pub num_images: String,
    pub negative_prompt: String,
    /// Models by id, all of which each row is repeated for.
    pub axis_models: Vec<String>,
    /// `name: value, value`, one a line.
    pub axis_parameters: String,
    /// `1, 2, 3` or `1-4`.
    pub axis_seeds: String,
    pub recipe_id: String,
    pub priority: String,
    pub window_jobs: String,
    pub skip_broken_rows: bool,
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableColumn {
    pub name: String,
    /// What it is for, as the form sends it: `prompt`, `variable`, `parameters.steps`, ….
    pub target: String,
}

/// Something with a name that is chosen by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedLink {
    pub id: String,
    pub name: String,
}

/// What would come of the form.
#[derive(Debug, Clone, Serialize)]
pub struct BatchPreviewPage {
    /// Everything that was typed, to be sent again.
    pub pairs: Vec<(String, String)>,
    /// Names this wish, so that two clicks start one batch.
    pub key: String,
    pub rows: u32,
    pub broken_rows: u32,
    pub images: u64,
    /// Wrong rows are left out.
    pub skips_broken: bool,
    /// The first complaints about rows.
    pub errors: Vec<RowComplaint>,
    pub first_rows: Vec<RowPreview>,
    pub models: Vec<ModelShare>,
    /// The least it can cost, in credits.
    pub low_credits: f64,
    pub expected_credits: f64,
    pub high_credits: f64,
    /// What the user can spend.
    pub balance_credits: f64,
    /// Seconds when nothing else is asked for.
    pub from_s: f64,
    /// Seconds when only the places for background work are free.
    pub to_s: f64,
    /// There are rows that can be started.
    pub can_start: bool,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Serialize)]
pub struct RowComplaint {
    /// From 1 on.
    pub row: u32,
    /// The line of the table, from 1 on.
    pub line: Option<u64>,
    pub field: String,
    pub message: String,
}

/// One of the first rows.
#[derive(Debug, Clone, Serialize)]
pub struct RowPreview {
    /// From 1 on.
    pub row: u32,
    pub prompt: String,
    pub model_name: String,
    /// Where it stands in the grid: `color: red`.
    pub axes: Vec<String>,
    pub num_images: u32,
    pub expected_credits: f64,
}

/// Rows and price of one model.
#[derive(Debug, Clone, Serialize)]
pub struct ModelShare {
    pub name: String,
    pub rows: u32,
    pub expected_credits: f64,
}

impl NewBatchPage {
    /// The controls that show their own errors beside the parameters.
    const CONTROLS: [&str; 18] = [
        "name",
        "source",
        "prompts",
        "template",
        "lists",
        "sample_size",
        "sample_seed",
        "table",
        "row_template",
        "model_id",
        "num_images",
        "negative_prompt",
        "axis_models",
        "axis_parameters",
        "axis_seeds",
        "recipe_id",
        "priority",
        "window_jobs",
    ];

    /// Sorts complaints to the controls that they are about.
    #[must_use]
    pub fn sort_errors(errors: &[FieldError]) -> FormErrors {
        FormErrors::sort(&Self::CONTROLS, errors)
    }
}

impl View for NewBatchPage {
    const PAGE: &'static str = "pages/new_batch/page.html";
}

impl View for BatchPreviewPage {
    const PAGE: &'static str = "pages/new_batch/preview.html";
}
