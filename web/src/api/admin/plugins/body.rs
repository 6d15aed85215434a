//! Plugins and their versions on the wire.

use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::plugins::{PluginDetails, PluginView, VersionView};
use utoipa::ToSchema;

use crate::api::models::MeasuredBody;

/// A plugin.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginBody {
    #[schema(example = "fal-flux")]
    id: String,
    /// New jobs may take its models.
    is_on_offer: bool,
    /// An administrator's switch.
    is_enabled: bool,
    /// Its file left the plugin folder while the studio ran.
    is_withdrawn: bool,
    /// The version on offer; the newest one of a plugin that never was.
    version: VersionBody,
    /// Versions there are.
    #[schema(example = 3)]
    versions: usize,
    /// Versions that were never on offer.
    #[schema(example = 1)]
    candidates: usize,
    /// What a roll-back goes to.
    #[schema(example = "4f0c1c1e6a3b6f0d8a9a2b7d4f1e5c3b2a1908f7e6d5c4b3a291807f6e5d4c3b")]
    previous_digest: Option<String>,
    /// When what is on offer of it was last changed.
    changed_at: Option<DateTime<Utc>>,
}

/// A plugin with its versions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginDetailsBody {
    plugin: PluginBody,
    /// Newest first.
    versions: Vec<VersionBody>,
}

/// A version of a plugin.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionBody {
    /// SHA-256 of the component; jobs are pinned to it.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    digest: String,
    #[schema(example = "1.2.0")]
    version: String,
    #[schema(example = "FLUX by fal")]
    name: String,
    #[schema(example = "AI Image Design Studio")]
    author: String,
    /// `candidate`: never on offer; `default`: what new jobs take; `retired`: on offer before.
    #[schema(example = "candidate")]
    state: &'static str,
    added_at: DateTime<Utc>,
    /// The administrator who uploaded it; `null` for a file of a plugin folder.
    #[schema(example = "ada@example.org")]
    uploaded_by: Option<String>,
    /// A plugin folder has it.
    is_in_folder: bool,
    /// Ids of what it offers.
    #[schema(example = json!(["fal-ai/flux/dev", "fal-ai/flux/schnell"]))]
    models: Vec<String>,
    /// The provider endpoints that it may call. It reaches nothing else: no network, files, clock or keys.
    #[schema(example = json!(["fal-ai/flux/dev"]))]
    endpoints: Vec<String>,
    /// How the last 200 jobs of this version went; `null` while there are fewer than 5, and in lists of plugins.
    measured: Option<MeasuredBody>,
}

impl From<VersionView> for VersionBody {
    fn from(version: VersionView) -> Self {
        let endpoints = version.endpoints().into_iter().map(str::to_owned).collect();
        Self {
            digest: version.digest,
            version: version.version,
            name: version.name,
            author: version.author,
            state: version.state.as_str(),
            added_at: version.added_at,
            uploaded_by: version.uploaded_by,
            is_in_folder: version.is_in_folder,
            models: version.models.into_iter().map(|info| info.model.id).collect(),
            endpoints,
            measured: version.measured.map(MeasuredBody::from),
        }
    }
}

impl From<PluginView> for PluginBody {
    fn from(plugin: PluginView) -> Self {
        Self {
            is_on_offer: plugin.is_on_offer(),
            id: plugin.id,
            is_enabled: plugin.is_enabled,
            is_withdrawn: plugin.is_withdrawn,
            version: plugin.shown.into(),
            versions: plugin.versions,
            candidates: plugin.candidates,
            previous_digest: plugin.previous_digest,
            changed_at: plugin.changed_at,
        }
    }
}

impl From<PluginDetails> for PluginDetailsBody {
    fn from(details: PluginDetails) -> Self {
        Self {
            plugin: details.plugin.into(),
            versions: details.versions.into_iter().map(VersionBody::from).collect(),
        }
    }
}
