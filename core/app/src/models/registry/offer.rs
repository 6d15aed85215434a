//! This process offering what the database says.

use studio_db::plugins::{self, PluginDefault};

use super::fetch;
use crate::{App, Result};

/// Whether new jobs may take it.
pub(super) fn is_on_offer(default: &PluginDefault) -> bool {
    default.is_enabled && !default.is_withdrawn
}

/// Offers exactly what is on offer, fetching what this process lacks; `false` when it could not get all of it.
pub(super) async fn follow(app: &App) -> Result<bool> {
    let mut conn = app.db.acquire().await?;
    let defaults = plugins::list_defaults(&mut conn).await?;
    let mut digests = Vec::new();
    let mut is_whole = true;
    for default in defaults.iter().filter(|default| is_on_offer(default)) {
        let digest = hex::encode(default.digest);
        if fetch::describe(app, &mut conn, &default.digest).await?.is_some() {
            digests.push(digest);
        } else {
            is_whole = false;
            tracing::error!(plugin.id = %default.plugin_id, plugin.digest = %digest, "a plugin on offer cannot be had here");
        }
    }
    drop(conn);
    let lost = app.plugins.offer(digests).await;
    Ok(is_whole && lost.is_empty())
}
