//! A user's own presets in the generation form.

use serde_json::Value;
use studio_app::accounts::User;
use studio_app::generation::presets::{self, Fit, PresetView};
use studio_model::PageLimit;

use super::generate_form::Draft;
use super::generate_form::complaints;
use crate::AppState;
use crate::error::Result;
use crate::extract::FormPairs;
use crate::views::schema_form::{self, RawValues};
use crate::views::{FieldError, OwnPresetLink, OwnPresetNotice, OwnPresets};

/// Presets beside the form; the others are on their page.
const SHOWN: u16 = 12;

/// What says how the form begins, so that the user's usual preset does not.
const INSTRUCTIONS: [&str; 10] = [
    "model",
    "model_id",
    "from",
    "prompt_id",
    "source",
    "source_image_id",
    "project",
    "project_id",
    "preset",
    "own",
];

/// The preset that the form begins with: the one of a link (`?own=`), or the user's usual one when nothing else says how.
///
/// # Errors
/// Not found when the user has no such preset.
pub(super) async fn wanted(state: &AppState, user: &User, query: &FormPairs) -> Result<Option<PresetView>> {
    if let Ok(id) = query.get("own").parse() {
        return Ok(Some(presets::find(&state.app, user.id, id).await?));
    }
    let instructs = |name: &str, text: &str| {
        !text.is_empty() && (INSTRUCTIONS.contains(&name) || name.starts_with(schema_form::PREFIX))
    };
    if query.iter().any(|(name, text)| instructs(name, text)) {
        return Ok(None);
    }
    Ok(presets::find_default(&state.app, user.id).await?)
}

impl Draft {
    /// Fills the form with a preset, as far as it is for the selected model.
    pub(super) fn use_preset(&mut self, preset: PresetView) {
        if self.model().is_some_and(|model| model.id == preset.model_id) {
            self.raw = RawValues::from_parameters(&Value::Object(preset.parameters.clone()));
            self.values.negative_prompt.clone_from(&preset.negative_prompt);
            self.values.num_images = preset.num_images;
        }
        self.own = Some(preset);
    }

    /// What of the preset does not fit the selected model.
    pub(super) fn misfits(&self) -> Vec<FieldError> {
        match &self.own {
            Some(PresetView {
                fit: Fit::Changed(errors),
                ..
            }) => complaints(errors),
            _ => Vec::new(),
        }
    }

    /// The user's presets as the form shows them. `is_saved` tells that the present one was saved just now.
    pub(super) async fn own_presets(&self, state: &AppState, user: &User, is_saved: bool) -> Result<OwnPresets> {
        let limit = PageLimit::new(SHOWN).unwrap_or_default();
        let mut shown = presets::list(&state.app, user.id, None, limit).await?.items;
        let missing = self
            .own
            .as_ref()
            .filter(|own| shown.iter().all(|preset| preset.id != own.id));
        shown.extend(missing.cloned());
        let is_current = |preset: &PresetView| self.own.as_ref().is_some_and(|own| own.id == preset.id);
        let link = |preset: &PresetView| OwnPresetLink {
            id: preset.id.to_string(),
            name: preset.name.clone(),
            is_current: is_current(preset),
        };
        Ok(OwnPresets {
            links: shown.iter().map(link).collect(),
            notice: self.notice(is_saved),
        })
    }

    fn notice(&self, is_saved: bool) -> Option<OwnPresetNotice> {
        let own = self.own.as_ref()?;
        let is_selected = self.model().is_some_and(|model| model.id == own.model_id);
        let kind = match &own.fit {
            Fit::ModelGone => "gone",
            _ if !is_selected && self.source.is_some() => "takes-no-source",
            _ if !is_selected => "needs-source",
            Fit::Changed(_) => "changed",
            Fit::Fits if is_saved => "saved",
            Fit::Fits => return None,
        };
        Some(OwnPresetNotice {
            kind,
            name: own.name.clone(),
            model: own.model_name.clone(),
        })
    }
}
