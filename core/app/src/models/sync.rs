//! What a starting process does about plugins.

use studio_db::plugins::{insert_component, list_without_component};

use super::registry::{Change, Follower};
use crate::{App, Result};

/// Puts on offer what is new in the plugin folder, writes down the models, and offers in this process what the database says.
///
/// Safe to run in several processes at once.
///
/// # Errors
/// When the database is away.
pub async fn sync(app: &App) -> Result<()> {
    Follower::default().look(app).await?;
    let mut change = Change::begin(app).await?;
    change.write_models().await?;
    change.commit().await?;
    keep_older(app).await?;
    for problem in app.plugins.problems() {
        tracing::warn!(plugin.file = %problem.file, problem = %problem.message, "a plugin file cannot be used");
    }
    tracing::info!(models = app.plugins.models().len(), "models on offer");
    Ok(())
}

/// Versions that were loaded before the database kept components, as far as this machine has them.
async fn keep_older(app: &App) -> Result<()> {
    let mut conn = app.db.acquire().await?;
    for digest in list_without_component(&mut conn).await? {
        if let Some(component) = app.plugins.component(&hex::encode(digest)).await {
            insert_component(&mut conn, &digest, &component).await?;
        }
    }
    Ok(())
}
