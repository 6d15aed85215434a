//! Choosing what is on offer of a plugin.

use serde_json::json;
use studio_db::plugins::{self, PluginDefault};
use studio_model::AuditAction;

use super::find::find;
use super::view::{PluginDetails, VersionView};
use crate::accounts::User;
use crate::audit::Entry;
use crate::models::digest_bytes;
use crate::models::registry::Change;
use crate::{App, Error, Result};

/// Makes a version the one that new jobs take. Doing it again changes nothing.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`] for a version that the plugin has not, [`Error::Conflict`] when another plugin offers one of
/// its models.
pub async fn promote(app: &App, user: &User, id: &str, digest: &str) -> Result<PluginDetails> {
    let wanted = find(app, user, id).await?.version(digest)?.clone();
    let mut change = Change::begin(app).await?;
    let digest = digest_bytes(digest)?;
    if !plugins::exists(&mut change.tx, &digest).await? {
        return Err(Error::NotFound);
    }
    let old = change.find(id).cloned();
    if old
        .as_ref()
        .is_some_and(|old| old.digest == digest && !old.is_withdrawn)
    {
        return find(app, user, id).await;
    }
    refuse_clash(&mut change, id, &wanted.models).await?;
    let previous = old.as_ref().map(|old| old.digest).filter(|old| *old != digest);
    change
        .put(PluginDefault {
            plugin_id: id.to_owned(),
            digest,
            previous_digest: previous,
            folder_digest: old.as_ref().and_then(|old| old.folder_digest),
            is_enabled: old.is_none_or(|old| old.is_enabled),
            is_withdrawn: false,
            changed_at: app.clock.now(),
            changed_by: Some(user.id),
        })
        .await?;
    let entry = chosen(user, AuditAction::PluginPromoted, id, &wanted);
    entry.write(app, &mut change.tx).await?;
    change.commit().await?;
    tracing::info!(user.id = %user.id, plugin.id = id, plugin.digest = %wanted.digest, version = %wanted.version, "a plugin version was promoted");
    find(app, user, id).await
}

/// Goes back to the version that was on offer before the last promotion, once.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`] when there is none to go back to.
pub async fn roll_back(app: &App, user: &User, id: &str) -> Result<PluginDetails> {
    let details = find(app, user, id).await?;
    let mut change = Change::begin(app).await?;
    let old = change.find(id).cloned();
    let Some((old, previous)) = old.and_then(|old| Some((old.clone(), old.previous_digest?))) else {
        return Err(Error::Conflict("there is no earlier version to go back to".to_owned()));
    };
    let wanted = details.version(&hex::encode(previous))?;
    refuse_clash(&mut change, id, &wanted.models).await?;
    change
        .put(PluginDefault {
            digest: previous,
            previous_digest: None,
            is_withdrawn: false,
            changed_at: app.clock.now(),
            changed_by: Some(user.id),
            ..old
        })
        .await?;
    let entry = chosen(user, AuditAction::PluginRolledBack, id, wanted);
    entry.write(app, &mut change.tx).await?;
    change.commit().await?;
    tracing::info!(user.id = %user.id, plugin.id = id, plugin.digest = %wanted.digest, version = %wanted.version, "a plugin was rolled back");
    find(app, user, id).await
}

/// Switches a plugin on or off for new jobs; those that exist go on.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`] for a plugin of which no version was ever on offer, or when another
/// plugin offers one of its models meanwhile.
pub async fn set_enabled(app: &App, user: &User, id: &str, is_enabled: bool) -> Result<PluginDetails> {
    let details = find(app, user, id).await?;
    let mut change = Change::begin(app).await?;
    let Some(old) = change.find(id).cloned() else {
        return Err(Error::Conflict("promote a version of it first".to_owned()));
    };
    if old.is_enabled == is_enabled {
        return Ok(details);
    }
    if is_enabled {
        refuse_clash(&mut change, id, &details.version(&hex::encode(old.digest))?.models).await?;
    }
    change
        .put(PluginDefault {
            is_enabled,
            changed_at: app.clock.now(),
            changed_by: Some(user.id),
            ..old
        })
        .await?;
    let action = if is_enabled {
        AuditAction::PluginEnabled
    } else {
        AuditAction::PluginDisabled
    };
    let entry = Entry::of_installation(user, action, id);
    entry.write(app, &mut change.tx).await?;
    change.commit().await?;
    tracing::info!(user.id = %user.id, plugin.id = id, is_enabled, "a plugin was switched");
    find(app, user, id).await
}

/// That an administrator chose this version of a plugin.
fn chosen(user: &User, action: AuditAction, id: &str, version: &VersionView) -> Entry {
    let details = json!({ "digest": version.digest, "version": version.version });
    Entry::of_installation(user, action, id).with(details)
}

async fn refuse_clash(change: &mut Change<'_>, id: &str, models: &[studio_plugin_host::ModelInfo]) -> Result<()> {
    match change.clash(id, models).await? {
        None => Ok(()),
        Some(clash) => Err(Error::Conflict(format!(
            "the plugin {} offers the model {} at the moment; switch it off first",
            clash.plugin_id, clash.model_id
        ))),
    }
}
