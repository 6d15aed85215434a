//! A user's own presets: beside the generation form, the form that saves one, and the list of all.

use serde::Serialize;

use super::{FormErrors, PartView, View};

/// What the generation form says of them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OwnPresets {
    /// The newest ones, and the one that the form was filled with.
    pub links: Vec<OwnPresetLink>,
    /// What there is to say about the one that the form was filled with.
    pub notice: Option<OwnPresetNotice>,
}

/// A preset to fill the form with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnPresetLink {
    pub id: String,
    pub name: String,
    /// The form was filled with it.
    pub is_current: bool,
}

/// A sentence about a preset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnPresetNotice {
    /// `saved`; or why it could not fill the form: `gone`, `needs-source`, `takes-no-source`, or only in part: `changed`.
    pub kind: &'static str,
    pub name: String,
    /// The model that the preset is for.
    pub model: String,
}

/// The form that gives the settings of the generation form a name.
#[derive(Debug, Clone, Serialize)]
pub struct SavePresetPage {
    /// The generation form as it was sent: names and texts of its controls.
    pub kept: Vec<(String, String)>,
    pub model_name: String,
    pub name: String,
    /// Presets that it can take the place of: ids with versions, and names.
    pub others: Vec<(String, String)>,
    /// The chosen one; empty for a new one.
    pub over: String,
    pub is_default: bool,
    pub errors: FormErrors,
}

impl SavePresetPage {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 2] = ["preset_name", "preset_over"];
}

/// All presets of a user.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OwnPresetsPage {
    pub presets: Vec<OwnPresetCard>,
    /// The address of the next page.
    pub next_href: Option<String>,
    /// Why the last wish could not be fulfilled.
    pub problem: Option<String>,
}

/// One preset with what it says.
#[derive(Debug, Clone, Serialize)]
pub struct OwnPresetCard {
    pub id: String,
    /// As it is stored, or as it was typed.
    pub name: String,
    /// The version that is seen.
    pub version: i64,
    pub model_name: String,
    /// The model is no longer on offer.
    pub is_gone: bool,
    /// What the model no longer takes, sentences.
    pub complaints: Vec<String>,
    pub is_default: bool,
    pub num_images: u32,
    pub negative_prompt: String,
    /// `name: value` of each parameter.
    pub parameters: Vec<String>,
}

impl View for SavePresetPage {
    const PAGE: &'static str = "pages/save_preset/page.html";
}

impl PartView for SavePresetPage {
    const PART: &'static str = "pages/save_preset/_form.html";
}

impl View for OwnPresetsPage {
    const PAGE: &'static str = "pages/own_presets/page.html";
}
