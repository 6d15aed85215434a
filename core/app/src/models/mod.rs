//! What models there are: those of the plugin versions on offer, less what an administrator switched off.

mod news;
mod records;
pub(crate) mod registry;
mod switches;
mod sync;
mod timings;
mod vitals;

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};
use studio_model::ModelHealth;
use studio_plugin_host::{ModelHandle, NegativePromptSupport, Operation};

use crate::{App, Error, Result};

pub use news::{News, list_for_user, mark_seen};
pub(crate) use records::{default_price, digest_bytes, plain_request};
pub(crate) use registry::find_pinned;
pub use registry::watch;
pub use studio_plugin_host::{ModelInfo, Preset, PriceLine};
pub use switches::{ModelSwitches, SwitchChange, list_featured, switch, switches};
pub use sync::sync;
pub use timings::Measured;
pub(crate) use timings::Timings;
use vitals::Judge;
pub use vitals::{Vitals, vitals};

/// A model as users see it.
#[derive(Clone, Debug)]
pub struct ModelView {
    /// Stable id: `fal-ai/flux/dev`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// One or two sentences.
    pub description: String,
    /// The group in lists.
    pub category: String,
    /// What it can be asked to do.
    pub operations: Vec<Operation>,
    /// Short words.
    pub capabilities: Vec<String>,
    /// JSON Schema of the parameters, with form hints under `x-ui`.
    pub parameters_schema: Value,
    /// Every parameter with its default.
    pub default_parameters: Map<String, Value>,
    /// Named sets of parameters.
    pub presets: Vec<Preset>,
    /// Whether a negative prompt is taken.
    pub negative_prompt: bool,
    /// Characters of a prompt at most.
    pub max_prompt_chars: u32,
    /// Pictures of one job at most.
    pub max_images: u32,
    /// The price list.
    pub prices: Vec<PriceLine>,
    /// Milliseconds a job of default settings takes.
    pub typical_duration_ms: u32,
    /// How long it really took and how often it worked, once there are enough jobs to tell.
    pub measured: Option<Measured>,
    /// How well it works; `None` while that is unknown.
    pub health: Option<ModelHealth>,
    /// What happened to it since the user last looked; `None` where nobody in particular asks.
    pub news: Option<News>,
    /// The provider's page.
    pub documentation_url: String,
    /// What results may be used for.
    pub licence_note: String,
    /// What it is good at.
    pub best_for: Vec<String>,
    /// The plugin behind it.
    pub plugin_id: String,
    /// Its version.
    pub plugin_version: String,
}

/// All models on offer, by category and name.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App) -> Result<Vec<ModelView>> {
    let mut conn = app.db.acquire().await?;
    let inactive = studio_db::models::list_inactive(&mut conn).await?;
    let judge = Judge::load(&mut conn).await?;
    let mut models: Vec<ModelView> = app
        .plugins
        .models()
        .into_iter()
        .filter(|info| !inactive.contains(&info.model.id))
        .map(|info| view(info, &judge))
        .collect();
    models.sort_by(|a, b| (&a.category, &a.name).cmp(&(&b.category, &b.name)));
    Ok(models)
}

/// The groups of the models on offer with the number of models in each, by name.
///
/// # Errors
/// When the database is away.
pub async fn categories(app: &App) -> Result<BTreeMap<String, usize>> {
    let mut categories = BTreeMap::new();
    for model in list(app).await? {
        *categories.entry(model.category).or_default() += 1;
    }
    Ok(categories)
}

/// One model on offer.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is switched off.
pub async fn find(app: &App, id: &str) -> Result<ModelView> {
    let info = find_handle(app, id).await?.info();
    let judge = Judge::load(&mut *app.db.acquire().await?).await?;
    Ok(view(info, &judge))
}

fn view(info: ModelInfo, judge: &Judge) -> ModelView {
    let Vitals { measured, health } = judge.vitals(&info.model.id, info.model.typical_duration_ms);
    ModelView {
        measured,
        health,
        ..info.into()
    }
}

/// The present version of a model on offer.
pub(crate) async fn find_handle(app: &App, id: &str) -> Result<ModelHandle> {
    let handle = app.plugins.model(id).ok_or(Error::NotFound)?;
    let inactive = studio_db::models::list_inactive(&mut *app.db.acquire().await?).await?;
    if inactive.iter().any(|model| model == id) {
        Err(Error::NotFound)
    } else {
        Ok(handle)
    }
}

/// The present versions of all models on offer, by id.
pub(crate) async fn list_handles(app: &App) -> Result<HashMap<String, ModelHandle>> {
    let inactive = studio_db::models::list_inactive(&mut *app.db.acquire().await?).await?;
    let ids = app.plugins.models().into_iter().map(|info| info.model.id);
    let handles = ids.filter(|id| !inactive.contains(id)).filter_map(|id| {
        let handle = app.plugins.model(&id)?;
        Some((id, handle))
    });
    Ok(handles.collect())
}

/// The names for people of all models on offer, by id, also of those that an administrator switched off.
#[must_use]
pub fn names(app: &App) -> HashMap<String, String> {
    let models = app.plugins.models().into_iter();
    models.map(|info| (info.model.id, info.model.name)).collect()
}

/// The name of a model for people; its id when the plugin is gone.
pub(crate) fn name_of(app: &App, id: &str) -> String {
    app.plugins
        .model(id)
        .map_or_else(|| id.to_owned(), |handle| handle.model().name.clone())
}

impl From<ModelInfo> for ModelView {
    fn from(info: ModelInfo) -> Self {
        let ModelInfo {
            plugin,
            default_parameters,
            model,
        } = info;
        Self {
            id: model.id,
            name: model.name,
            description: model.description,
            category: model.category,
            operations: model.operations,
            capabilities: model.capabilities,
            parameters_schema: model.parameters_schema,
            default_parameters,
            presets: model.presets,
            negative_prompt: model.negative_prompt == NegativePromptSupport::Native,
            max_prompt_chars: model.max_prompt_chars,
            max_images: model.max_images,
            prices: model.prices,
            typical_duration_ms: model.typical_duration_ms,
            measured: None,
            health: None,
            news: None,
            documentation_url: model.documentation_url,
            licence_note: model.licence_note,
            best_for: model.best_for,
            plugin_id: plugin.id,
            plugin_version: plugin.version,
        }
    }
}
