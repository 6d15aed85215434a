//! What administrators see of plugins.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use studio_db::plugins::{Digest, PluginDefault, PluginVersion};
use studio_plugin_host::ModelInfo;

use crate::models::Measured;
use crate::{Error, Result};

/// What a version is to new jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionState {
    /// It was never on offer.
    Candidate,
    /// New jobs take it, unless the plugin is switched off or withdrawn.
    Default,
    /// It was on offer.
    Retired,
}

impl VersionState {
    /// The name in answers; never changes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Default => "default",
            Self::Retired => "retired",
        }
    }
}

/// A version of a plugin.
#[derive(Clone, Debug)]
pub struct VersionView {
    /// SHA-256 of its component, 64 hexadecimal digits.
    pub digest: String,
    /// Its version number.
    pub version: String,
    /// Its name for people.
    pub name: String,
    /// Who made it.
    pub author: String,
    /// What it is to new jobs.
    pub state: VersionState,
    /// When it was first loaded or uploaded.
    pub added_at: DateTime<Utc>,
    /// The address of the administrator who uploaded it; `None` for a file of a plugin folder.
    pub uploaded_by: Option<String>,
    /// Whether a plugin folder has it.
    pub is_in_folder: bool,
    /// What it offers.
    pub models: Vec<ModelInfo>,
    /// What the last 200 jobs of this version tell; `None` while there are too few, and in lists of plugins.
    pub measured: Option<Measured>,
}

impl VersionView {
    /// The provider endpoints that it may call: all that it can reach.
    #[must_use]
    pub fn endpoints(&self) -> BTreeSet<&str> {
        let endpoints = self.models.iter().flat_map(|info| &info.model.endpoints);
        endpoints.map(String::as_str).collect()
    }

    pub(super) fn of(version: &PluginVersion, default: Option<&PluginDefault>) -> Result<Self> {
        let is = |digest: Option<Digest>| digest == Some(version.digest);
        let state = if is(default.map(|default| default.digest)) {
            VersionState::Default
        } else if version.became_default_at.is_some() {
            VersionState::Retired
        } else {
            VersionState::Candidate
        };
        Ok(Self {
            digest: hex::encode(version.digest),
            version: version.version.clone(),
            name: version.name.clone(),
            author: version.author.clone(),
            state,
            added_at: version.loaded_at,
            uploaded_by: version.uploaded_by.as_ref().map(|(_, email)| email.clone()),
            is_in_folder: is(default.and_then(|default| default.folder_digest)),
            models: models_of(version)?,
            measured: None,
        })
    }
}

/// A plugin.
#[derive(Clone, Debug)]
pub struct PluginView {
    /// Its id: `fal-flux`.
    pub id: String,
    /// The version on offer; the newest one of a plugin that never was.
    pub shown: VersionView,
    /// Versions there are.
    pub versions: usize,
    /// Versions that were never on offer.
    pub candidates: usize,
    /// An administrator's switch.
    pub is_enabled: bool,
    /// Its file left the plugin folder.
    pub is_withdrawn: bool,
    /// What a roll-back goes to.
    pub previous_digest: Option<String>,
    /// When what is on offer of it was last changed.
    pub changed_at: Option<DateTime<Utc>>,
}

impl PluginView {
    /// Whether new jobs may take it.
    #[must_use]
    pub fn is_on_offer(&self) -> bool {
        self.shown.state == VersionState::Default && self.is_enabled && !self.is_withdrawn
    }
}

/// A plugin with its versions, newest first.
#[derive(Clone, Debug)]
pub struct PluginDetails {
    /// The plugin.
    pub plugin: PluginView,
    /// Its versions.
    pub versions: Vec<VersionView>,
}

impl PluginDetails {
    /// Of the versions of one plugin, newest first; `None` without any.
    pub(super) fn of(versions: &[PluginVersion], default: Option<&PluginDefault>) -> Result<Option<Self>> {
        let Some(id) = versions.first().map(|version| version.plugin_id.clone()) else {
            return Ok(None);
        };
        let versions: Vec<VersionView> = versions
            .iter()
            .map(|version| VersionView::of(version, default))
            .collect::<Result<_>>()?;
        let on_offer = versions.iter().find(|version| version.state == VersionState::Default);
        let shown = on_offer.unwrap_or(&versions[0]).clone();
        let is_candidate = |version: &&VersionView| version.state == VersionState::Candidate;
        let plugin = PluginView {
            id,
            shown,
            versions: versions.len(),
            candidates: versions.iter().filter(is_candidate).count(),
            is_enabled: default.is_none_or(|default| default.is_enabled),
            is_withdrawn: default.is_some_and(|default| default.is_withdrawn),
            previous_digest: default.and_then(|default| default.previous_digest).map(hex::encode),
            changed_at: default.map(|default| default.changed_at),
        };
        Ok(Some(Self { plugin, versions }))
    }
}

#[derive(Deserialize)]
struct Manifest {
    models: Vec<ModelInfo>,
}

/// What a stored version said about its models.
fn models_of(version: &PluginVersion) -> Result<Vec<ModelInfo>> {
    let manifest = Manifest::deserialize(&version.manifest).map_err(Error::internal)?;
    Ok(manifest.models)
}
