//! A preset as its owner sees it.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use studio_db::generation_presets::GenerationPreset;
use studio_model::GenerationPresetId;
use studio_plugin_host::ModelHandle;

use super::change::PresetRequest;
use super::fit::{Fit, fit};
use crate::{App, Error, Result, models};

/// A preset.
#[derive(Clone, Debug)]
pub struct PresetView {
    /// Its id.
    pub id: GenerationPresetId,
    /// Its name.
    pub name: String,
    /// The model that it is for.
    pub model_id: String,
    /// The model's name; its id when the model is gone.
    pub model_name: String,
    /// Version of the model's plugin when it was saved.
    pub model_version: String,
    /// The model's parameters as they were saved.
    pub parameters: Map<String, Value>,
    /// What is not to be seen; may be empty.
    pub negative_prompt: String,
    /// Pictures of a job.
    pub num_images: u32,
    /// The form begins with it.
    pub is_default: bool,
    /// Whether it still fits its model.
    pub fit: Fit,
    /// Counts changes.
    pub version: i64,
    /// When it was saved first.
    pub created_at: DateTime<Utc>,
    /// When it was saved last.
    pub updated_at: DateTime<Utc>,
}

impl PresetView {
    pub(super) fn new(app: &App, preset: GenerationPreset, handle: Option<&ModelHandle>) -> Self {
        let mut view = Self {
            id: preset.id,
            name: preset.name,
            model_name: models::name_of(app, &preset.model_id),
            model_id: preset.model_id,
            model_version: preset.model_version,
            parameters: preset.parameters.as_object().cloned().unwrap_or_default(),
            negative_prompt: preset.negative_prompt,
            num_images: u32::from(preset.num_images.unsigned_abs()),
            is_default: preset.is_default,
            fit: Fit::ModelGone,
            version: preset.version,
            created_at: preset.created_at,
            updated_at: preset.updated_at,
        };
        if let Some(handle) = handle {
            view.fit = fit(handle, &PresetRequest::of(&view));
        }
        view
    }
}

/// A preset against the models on offer.
pub(super) async fn load(app: &App, preset: GenerationPreset) -> Result<PresetView> {
    let handle = match models::find_handle(app, &preset.model_id).await {
        Ok(handle) => Some(handle),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    Ok(PresetView::new(app, preset, handle.as_ref()))
}
