//! One picture with everything that is known about it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Comments, ImageTile, PartView, View, schema_form::ParameterRow};

/// The page of one picture, and the panel beside it in the lightbox.
#[derive(Debug, Clone, Serialize)]
pub struct ImagePage {
    pub image: ImageTile,
    pub model_id: String,
    /// Its owner's tags.
    pub tags: Vec<String>,
    /// Its owner's notes.
    pub notes_of_owner: String,
    /// The form to change what is said about it.
    pub details: DetailsForm,
    /// What was not to be seen; `None` where the model takes none.
    pub negative_prompt: Option<String>,
    /// The prompt that was really used, where the model rewrote it.
    pub effective_prompt: Option<String>,
    /// The seed in decimal digits; text, because it exceeds what a JavaScript number holds.
    pub seed: Option<String>,
    /// The parameters as they were sent; see [`super::schema_form::describe`].
    pub parameters: Vec<ParameterRow>,
    /// `image/png`, `video/mp4`, …
    pub content_type: String,
    /// Frames of a video.
    pub frames: Option<u32>,
    /// Size of the original in bytes.
    pub size_bytes: u64,
    /// What this picture cost.
    pub cost_credits: Option<f64>,
    /// From pressing the button to the stored picture, in seconds.
    pub duration_s: Option<f64>,
    /// How the request was translated, sentences from the plugin.
    pub notes: Vec<String>,
    /// Why what was just asked for cannot be done, a sentence for the user.
    pub problem: Option<String>,
    /// What the picture may be used for.
    pub licence_note: String,
    /// The models that can work on it.
    pub enhancers: Enhancers,
    /// What people say about it.
    pub comments: Comments,
    /// The page on which it stands beside the picture that it was made from.
    pub compare_href: Option<String>,
    /// The page of the next newer picture.
    pub newer_href: Option<String>,
    /// The page of the next older picture.
    pub older_href: Option<String>,
}

/// The form for what an owner says about a picture, as it is stored or as it was typed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DetailsForm {
    pub name: String,
    pub alt_text: String,
    /// With commas between them.
    pub tags: String,
    pub notes: String,
    /// The version that was seen.
    pub version: String,
    /// Complaints by field.
    pub errors: BTreeMap<String, String>,
}

/// The models that enlarge a picture or cut out its subject, the usual one first; empty where none can.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Enhancers {
    pub upscale: Vec<Upscaler>,
    pub cut_out: Vec<CutOut>,
}

/// A model that enlarges.
#[derive(Debug, Clone, Serialize)]
pub struct Upscaler {
    pub model_id: String,
    pub name: String,
    pub description: String,
    /// The factors that the picture can be enlarged by.
    pub factors: Vec<UpscaleOffer>,
}

/// A factor to enlarge by.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct UpscaleOffer {
    /// How many times wider and higher.
    pub factor: u32,
    /// What it is expected to cost.
    pub credits: f64,
}

/// A model that makes the background transparent.
#[derive(Debug, Clone, Serialize)]
pub struct CutOut {
    pub model_id: String,
    pub name: String,
    pub description: String,
    /// What it is expected to cost.
    pub credits: f64,
}

impl View for ImagePage {
    const PAGE: &'static str = "pages/image/page.html";
}

impl PartView for ImagePage {
    const PART: &'static str = "pages/image/_panel.html";
}
