//! Whether settings fit a model.

use studio_plugin_host::{JobRequest, ModelHandle, Operation};

use super::change::PresetRequest;
use crate::{FieldError, models};

/// Whether a preset still fits its model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It does.
    Fits,
    /// The model is no longer on offer.
    ModelGone,
    /// The model takes something else by now: what is wrong, with fields such as `parameters.steps`.
    Changed(Vec<FieldError>),
}

/// What the form asks models for.
const FORM: [Operation; 3] = [Operation::TextToImage, Operation::ImageToImage, Operation::Video];

/// Compares settings with what a model takes.
pub(super) fn fit(handle: &ModelHandle, settings: &PresetRequest) -> Fit {
    let offered = &handle.model().operations;
    let Some(operation) = FORM.into_iter().find(|operation| offered.contains(operation)) else {
        let message = "choose a model that makes pictures or videos from words, or from words and a picture";
        return Fit::Changed(vec![FieldError::new("model_id", message)]);
    };
    let request = JobRequest {
        parameters: settings.parameters.clone(),
        negative_prompt: Some(settings.negative_prompt.clone()).filter(|words| !words.is_empty()),
        num_images: settings.num_images,
        ..models::plain_request(operation)
    };
    let errors = handle.validate(&request).err().unwrap_or_default().into_iter();
    // Anything else would be about the request that stands in for the real ones.
    let is_of_preset =
        |field: &str| field.starts_with("parameters") || ["negative_prompt", "num_images"].contains(&field);
    let complaints: Vec<FieldError> = errors
        .filter(|error| is_of_preset(&error.field))
        .map(|error| FieldError::new(error.field, error.message))
        .collect();
    if complaints.is_empty() {
        Fit::Fits
    } else {
        Fit::Changed(complaints)
    }
}
