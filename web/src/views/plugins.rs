//! For administrators: the plugins, one of them with its versions, and one version beside the one on offer.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::View;

/// All plugins.
#[derive(Debug, Clone, Serialize)]
pub struct PluginsPage {
    pub plugins: Vec<PluginCard>,
    /// What could not be used on this machine: file and reason.
    pub problems: Vec<(String, String)>,
    /// Why the upload was refused.
    pub upload_error: Option<String>,
}

/// A plugin in short.
#[derive(Debug, Clone, Serialize)]
pub struct PluginCard {
    pub id: String,
    pub name: String,
    pub author: String,
    pub version: String,
    /// `on`, `off`, `withdrawn` or `candidate`.
    pub state: &'static str,
    pub models: Vec<PluginModel>,
    /// What it may call; all that it can reach.
    pub endpoints: Vec<String>,
    /// Versions that were never on offer.
    pub candidates: usize,
    pub can_roll_back: bool,
}

/// A model of a plugin and how it works.
#[derive(Debug, Clone, Serialize)]
pub struct PluginModel {
    pub id: String,
    pub name: String,
    /// New jobs take it.
    pub is_active: bool,
    /// It is shown before others.
    pub is_featured: bool,
    /// `healthy`, `slow`, `failing` or `paused`; `None` while too few jobs tell.
    pub health: Option<&'static str>,
    /// Seconds that half of its jobs and nineteen of twenty did not exceed.
    pub times: Option<(f64, f64)>,
    /// The part of its jobs that ended with pictures, in percent.
    pub success_percent: Option<f64>,
}

/// One plugin with its versions.
#[derive(Debug, Clone, Serialize)]
pub struct PluginPage {
    pub plugin: PluginCard,
    /// Newest first.
    pub versions: Vec<VersionLine>,
    /// What it wrote lately, newest first: time, level, line.
    pub log: Vec<(DateTime<Utc>, String, String)>,
    /// Why the last change did not happen.
    pub complaint: Option<String>,
}

/// A version in a list.
#[derive(Debug, Clone, Serialize)]
pub struct VersionLine {
    /// The address of its page.
    pub href: String,
    pub digest: String,
    pub version: String,
    /// `candidate`, `default` or `retired`.
    pub state: &'static str,
    pub added_at: DateTime<Utc>,
    /// Who uploaded it; `None` for a file of a plugin folder.
    pub uploaded_by: Option<String>,
    /// Seconds that half of its jobs and nineteen of twenty did not exceed.
    pub times: Option<(f64, f64)>,
    /// The part of its jobs that ended with pictures, in percent.
    pub success_percent: Option<f64>,
}

/// One version beside the one on offer.
#[derive(Debug, Clone, Serialize)]
pub struct VersionPage {
    pub plugin_id: String,
    pub name: String,
    pub version: VersionLine,
    /// The version on offer.
    pub against: Option<String>,
    pub diff: VersionDiff,
    /// The last try on finished jobs.
    pub shadow: Option<ShadowSummary>,
    /// Jobs to repeat, as typed.
    pub jobs: String,
    pub jobs_error: Option<String>,
    /// Why the last change did not happen.
    pub complaint: Option<String>,
}

/// What a version would change.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VersionDiff {
    pub is_empty: bool,
    pub endpoints_added: Vec<String>,
    pub endpoints_removed: Vec<String>,
    pub models_added: Vec<String>,
    pub models_removed: Vec<String>,
    pub models: Vec<ModelChange>,
}

/// What differs in one model.
#[derive(Debug, Clone, Serialize)]
pub struct ModelChange {
    pub id: String,
    /// Credits for a job of default settings, before and after.
    pub price: Option<(Option<f64>, Option<f64>)>,
    /// Parameters: the name, and `added`, `removed` or `changed`.
    pub parameters: Vec<(String, &'static str)>,
    /// Anything else: name, before, after.
    pub fields: Vec<(String, String, String)>,
}

/// What came of trying a version on finished jobs.
#[derive(Debug, Clone, Serialize)]
pub struct ShadowSummary {
    pub ran_at: DateTime<Utc>,
    pub same: u32,
    pub different: u32,
    pub failed: u32,
    /// The first jobs that did not go the same way.
    pub examples: Vec<ShadowExample>,
}

/// A job that did not go the same way.
#[derive(Debug, Clone, Serialize)]
pub struct ShadowExample {
    pub job_id: String,
    pub model_id: String,
    /// `price`, `call`, `result` or `error`.
    pub what: String,
    pub before: String,
    pub after: String,
}

impl View for PluginsPage {
    const PAGE: &'static str = "pages/plugins/page.html";
}

impl View for PluginPage {
    const PAGE: &'static str = "pages/plugin/page.html";
}

impl View for VersionPage {
    const PAGE: &'static str = "pages/plugin_version/page.html";
}
