//! Forgetting a version that nobody needs.

use serde_json::json;
use studio_db::plugins;
use studio_model::AuditAction;

use super::find::find;
use super::view::VersionState;
use crate::accounts::{User, require_admin};
use crate::audit::Entry;
use crate::models::digest_bytes;
use crate::models::registry::Change;
use crate::{App, Error, Result};

/// Deletes a version with its file. Jobs keep the version they were made with, so one that has any stays.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`] for the version on offer, the one a roll-back goes to, the one of the plugin
/// folder, and one that jobs were made with.
pub async fn delete_version(app: &App, user: &User, id: &str, digest: &str) -> Result<()> {
    require_admin(user)?;
    let details = find(app, user, id).await?;
    let version = details.version(digest)?;
    let bytes = digest_bytes(digest)?;
    let mut change = Change::begin(app).await?;
    let default = change.find(id);
    let is_default = version.state == VersionState::Default || default.is_some_and(|default| default.digest == bytes);
    if is_default {
        return Err(Error::Conflict(
            "the version on offer cannot be deleted; promote another first".to_owned(),
        ));
    }
    if default.is_some_and(|default| default.folder_digest == Some(bytes)) {
        return Err(Error::Conflict(
            "the plugin folder has this version; remove its file first".to_owned(),
        ));
    }
    if default.is_some_and(|default| default.previous_digest == Some(bytes)) {
        return Err(Error::Conflict("a roll-back would go to this version".to_owned()));
    }
    let (unfinished, has_jobs) = plugins::count_jobs(&mut change.tx, &bytes).await?;
    if unfinished > 0 {
        return Err(Error::Conflict(format!(
            "{unfinished} unfinished jobs need this version"
        )));
    }
    if has_jobs {
        return Err(Error::Conflict(
            "jobs were made with this version, and a retry of them needs it".to_owned(),
        ));
    }
    plugins::delete_version(&mut change.tx, &bytes).await.map_err(in_use)?;
    let details = json!({ "digest": digest, "version": version.version });
    let entry = Entry::of_installation(user, AuditAction::PluginDeleted, id).with(details);
    entry.write(app, &mut change.tx).await?;
    change.commit().await?;
    tracing::info!(user.id = %user.id, plugin.id = id, plugin.digest = digest, "a plugin version was deleted");
    Ok(())
}

/// A model that is on offer no more is still listed with the version that it came from.
fn in_use(error: studio_db::Error) -> Error {
    match error.constraint() {
        Some(_) => Error::Conflict("a model that came with this version is still listed".to_owned()),
        None => error.into(),
    }
}
