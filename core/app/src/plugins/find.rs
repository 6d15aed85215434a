//! Looking at plugins and their versions.

use studio_db::plugins::{self, PluginDefault};

use super::view::{PluginDetails, PluginView, VersionView};
use crate::accounts::{User, require_admin};
use crate::models::Measured;
use crate::{App, Error, Result};

/// Every plugin that was ever loaded or uploaded, by id.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an administrator.
pub async fn list(app: &App, user: &User) -> Result<Vec<PluginView>> {
    require_admin(user)?;
    let mut conn = app.db.acquire().await?;
    let defaults = plugins::list_defaults(&mut conn).await?;
    let versions = plugins::list_versions(&mut conn, None).await?;
    let mut views = Vec::new();
    for versions in versions.chunk_by(|a, b| a.plugin_id == b.plugin_id) {
        let id = &versions[0].plugin_id;
        let default = defaults
            .iter()
            .find(|default: &&PluginDefault| &default.plugin_id == id);
        views.extend(PluginDetails::of(versions, default)?.map(|details| details.plugin));
    }
    Ok(views)
}

/// A plugin with its versions.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an administrator, [`Error::NotFound`] when there is no such plugin.
pub async fn find(app: &App, user: &User, id: &str) -> Result<PluginDetails> {
    require_admin(user)?;
    let mut conn = app.db.acquire().await?;
    let default = plugins::find_default(&mut conn, id).await?;
    let versions = plugins::list_versions(&mut conn, Some(id)).await?;
    let mut details = PluginDetails::of(&versions, default.as_ref())?.ok_or(Error::NotFound)?;
    let timings = plugins::measure_versions(&mut conn, id).await?;
    for (version, view) in versions.iter().zip(&mut details.versions) {
        view.measured = timings.get(&version.digest).and_then(Measured::of);
    }
    Ok(details)
}

/// What this process could not use: a file or a plugin, and why.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an administrator.
pub fn problems(app: &App, user: &User) -> Result<Vec<(String, String)>> {
    require_admin(user)?;
    let problems = app.plugins.problems().into_iter();
    Ok(problems.map(|problem| (problem.file, problem.message)).collect())
}

impl PluginDetails {
    /// The version with this digest.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the plugin has none.
    pub fn version(&self, digest: &str) -> Result<&VersionView> {
        let found = self.versions.iter().find(|version| version.digest == digest);
        found.ok_or(Error::NotFound)
    }
}
