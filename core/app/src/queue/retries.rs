//! How often jobs of a plugin are tried again: an administrator's rule for each plugin.

use std::time::Duration;

use serde_json::json;
use studio_db::retry_policies::{self, PluginRetries};
use studio_model::{AuditAction, LONGEST_FIRST_PAUSE, LONGEST_PAUSE, MOST_RETRIES, RetryPolicy};

use crate::accounts::{User, require_admin};
use crate::audit::Entry;
use crate::{App, Error, FieldError, Result};

/// What holds for every plugin, by its id.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an administrator.
pub async fn list_retries(app: &App, user: &User) -> Result<Vec<PluginRetries>> {
    require_admin(user)?;
    Ok(retry_policies::list(&mut *app.db.acquire().await?).await?)
}

/// Sets the rule of a plugin. Holds from the next failure on, also for jobs under way.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Invalid`] for numbers out of range, [`Error::NotFound`] for a plugin that was never loaded.
pub async fn put_retries(
    app: &App,
    user: &User,
    plugin_id: &str,
    max_retries: i64,
    first_pause_s: i64,
    longest_pause_s: i64,
) -> Result<PluginRetries> {
    require_admin(user)?;
    let policy = policy_of(max_retries, first_pause_s, longest_pause_s)?;
    let mut tx = app.db.begin().await?;
    let stored = retry_policies::put(&mut tx, plugin_id, &policy, app.clock.now()).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    let details =
        json!({ "max_retries": max_retries, "first_pause_s": first_pause_s, "longest_pause_s": longest_pause_s });
    let entry = Entry::of_installation(user, AuditAction::RetriesSet, plugin_id).with(details);
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    tracing::info!(plugin.id = plugin_id, ?policy, user.id = %user.id, "a retry policy was set");
    Ok(stored)
}

/// Has the usual rule hold for a plugin again.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`] when it does already.
pub async fn delete_retries(app: &App, user: &User, plugin_id: &str) -> Result<()> {
    require_admin(user)?;
    let mut tx = app.db.begin().await?;
    if !retry_policies::delete(&mut tx, plugin_id).await? {
        return Err(Error::NotFound);
    }
    let entry = Entry::of_installation(user, AuditAction::RetriesRemoved, plugin_id);
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    tracing::info!(plugin.id = plugin_id, user.id = %user.id, "a retry policy was removed");
    Ok(())
}

fn policy_of(max_retries: i64, first_pause_s: i64, longest_pause_s: i64) -> Result<RetryPolicy> {
    let mut errors = Vec::new();
    let mut check = |field: &str, value: i64, least: u64, most: u64| {
        let value = u64::try_from(value).ok().filter(|value| (least..=most).contains(value));
        if value.is_none() {
            errors.push(FieldError::new(field, format!("must be between {least} and {most}")));
        }
        value.unwrap_or(least)
    };
    let retries = check("max_retries", max_retries, 0, MOST_RETRIES.into());
    let first = check("first_pause_s", first_pause_s, 1, LONGEST_FIRST_PAUSE.as_secs());
    let longest = check("longest_pause_s", longest_pause_s, first, LONGEST_PAUSE.as_secs());
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    Ok(RetryPolicy {
        max_retries: u32::try_from(retries).map_err(Error::internal)?,
        first_pause: Duration::from_secs(first),
        longest_pause: Duration::from_secs(longest),
    })
}
