//! Saving, changing and deleting presets.

use serde_json::{Map, Value};
use studio_db::generation_presets::{self, GenerationPreset};
use studio_db::users;
use studio_model::{GenerationPresetId, UserId};

use super::fit::{Fit, fit};
use super::{PresetView, find};
use crate::texts::Complaints;
use crate::{App, Error, Result, models};

/// Presets of one user.
const MOST: i64 = 200;

/// More than any model takes; what this one takes is its own matter.
const MAX_PROMPT_CHARS: usize = 20_000;

/// What a preset says, unchecked.
#[derive(Clone, Debug, Default)]
pub struct PresetRequest {
    /// 1 to 200 characters; a user has no two of one name.
    pub name: String,
    /// The model.
    pub model_id: String,
    /// Its own parameters; missing ones take their defaults.
    pub parameters: Map<String, Value>,
    /// What is not to be seen; empty for none.
    pub negative_prompt: String,
    /// Pictures of a job, 1 to what the model allows.
    pub num_images: i64,
    /// The form begins with it, and no longer with another one.
    pub is_default: bool,
}

impl PresetRequest {
    /// What a preset says now.
    #[must_use]
    pub fn of(preset: &PresetView) -> Self {
        Self {
            name: preset.name.clone(),
            model_id: preset.model_id.clone(),
            parameters: preset.parameters.clone(),
            negative_prompt: preset.negative_prompt.clone(),
            num_images: preset.num_images.into(),
            is_default: preset.is_default,
        }
    }

    fn has_settings_of(&self, preset: &PresetView) -> bool {
        self.model_id == preset.model_id
            && self.parameters == preset.parameters
            && self.negative_prompt == preset.negative_prompt
            && self.num_images == i64::from(preset.num_images)
    }

    /// The same with its texts as they are stored.
    ///
    /// # Errors
    /// [`Error::Invalid`] about the name and the negative prompt.
    fn tidied(self) -> Result<Self> {
        let mut complaints = Complaints::default();
        let tidied = Self {
            name: complaints.name("name", &self.name),
            negative_prompt: complaints.text("negative_prompt", &self.negative_prompt, MAX_PROMPT_CHARS),
            ..self
        };
        complaints.finish()?;
        Ok(tidied)
    }
}

/// Saves settings under a name.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, [`Error::Conflict`] when the name is taken or there are 200.
pub async fn create(app: &App, user_id: UserId, request: PresetRequest) -> Result<PresetView> {
    let request = request.tidied()?;
    let model_version = check_settings(app, &request).await?;
    let now = app.clock.now();
    let preset = GenerationPreset {
        id: GenerationPresetId(app.clock.new_id()),
        user_id,
        version: 1,
        created_at: now,
        updated_at: now,
        ..to_row(request, model_version)?
    };
    let mut tx = app.db.begin().await?;
    users::lock(&mut tx, user_id).await?;
    if generation_presets::count(&mut tx, user_id).await? >= MOST {
        let message = format!("you have {MOST} presets, which is the most; delete one first");
        return Err(Error::Conflict(message));
    }
    if preset.is_default {
        generation_presets::clear_default(&mut tx, user_id, preset.id, now).await?;
    }
    generation_presets::insert(&mut tx, &preset).await.map_err(taken)?;
    tx.commit().await?;
    find(app, user_id, preset.id).await
}

/// Saves something else in the place of what its owner has seen. Settings that stay as they are need not fit their model: a preset whose
/// model is gone can still be renamed.
///
/// # Errors
/// [`Error::NotFound`] for a preset that is not the user's, [`Error::Outdated`] when it has another version by now, and as for
/// [`create`].
pub async fn update(
    app: &App,
    user_id: UserId,
    id: GenerationPresetId,
    seen_version: i64,
    request: PresetRequest,
) -> Result<PresetView> {
    let found = find(app, user_id, id).await?;
    if found.version != seen_version {
        return Err(Error::Outdated);
    }
    let request = request.tidied()?;
    let model_version = if request.has_settings_of(&found) {
        found.model_version.clone()
    } else {
        check_settings(app, &request).await?
    };
    let now = app.clock.now();
    let preset = GenerationPreset {
        id,
        user_id,
        version: seen_version + 1,
        created_at: found.created_at,
        updated_at: now,
        ..to_row(request, model_version)?
    };
    let mut tx = app.db.begin().await?;
    if preset.is_default {
        generation_presets::clear_default(&mut tx, user_id, id, now).await?;
    }
    if !generation_presets::update(&mut tx, &preset).await.map_err(taken)? {
        return Err(Error::Outdated);
    }
    tx.commit().await?;
    find(app, user_id, id).await
}

/// Deletes a preset; pictures that were made with it stay.
///
/// # Errors
/// [`Error::NotFound`] for a preset that is not the user's.
pub async fn delete(app: &App, user_id: UserId, id: GenerationPresetId) -> Result<()> {
    match generation_presets::delete(&mut *app.db.acquire().await?, user_id, id).await {
        Err(studio_db::Error::AffectedRows { .. }) => Err(Error::NotFound),
        other => Ok(other?),
    }
}

/// The version of the model's plugin that the settings fit.
async fn check_settings(app: &App, request: &PresetRequest) -> Result<String> {
    let handle = models::find_handle(app, &request.model_id)
        .await
        .map_err(|error| match error {
            Error::NotFound => Error::invalid("model_id", "there is no such model"),
            other => other,
        })?;
    match fit(&handle, request) {
        Fit::Changed(complaints) => Err(Error::Invalid(complaints)),
        Fit::Fits | Fit::ModelGone => Ok(handle.info().plugin.version.clone()),
    }
}

/// What is not about one preset in particular is empty.
fn to_row(request: PresetRequest, model_version: String) -> Result<GenerationPreset> {
    Ok(GenerationPreset {
        id: GenerationPresetId(uuid::Uuid::nil()),
        user_id: UserId(uuid::Uuid::nil()),
        name: request.name,
        model_id: request.model_id,
        model_version,
        parameters: Value::Object(request.parameters),
        negative_prompt: request.negative_prompt,
        num_images: i16::try_from(request.num_images).map_err(Error::internal)?,
        is_default: request.is_default,
        version: 0,
        created_at: chrono::DateTime::UNIX_EPOCH,
        updated_at: chrono::DateTime::UNIX_EPOCH,
    })
}

fn taken(error: studio_db::Error) -> Error {
    match error.constraint() {
        Some("generation_presets_name_once") => Error::Conflict("you have a preset of this name".to_owned()),
        Some("generation_presets_one_default") => {
            Error::Conflict("another preset became the one that the form begins with; try again".to_owned())
        }
        _ => error.into(),
    }
}
