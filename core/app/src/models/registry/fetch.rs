//! Plugin versions that this process does not have yet, from the database.

use studio_db::PgConnection;
use studio_db::plugins::{self, Digest};
use studio_plugin_host::{ModelHandle, ModelInfo};

use crate::models::digest_bytes;
use crate::{App, Result};

/// The model in the version that a job is pinned to; `None` when nobody has that version any more.
pub(crate) async fn find_pinned(app: &App, model_id: &str, digest: &str) -> Result<Option<ModelHandle>> {
    if let Some(handle) = app.plugins.model_by_digest(model_id, digest).await {
        return Ok(Some(handle));
    }
    let fetched = fetch(app, &mut *app.db.acquire().await?, &digest_bytes(digest)?).await?;
    if fetched.is_none() {
        return Ok(None);
    }
    Ok(app.plugins.model_by_digest(model_id, digest).await)
}

/// What a version offers, fetched where this process does not have it.
pub(super) async fn describe(app: &App, conn: &mut PgConnection, digest: &Digest) -> Result<Option<Vec<ModelInfo>>> {
    match app.plugins.describe(&hex::encode(digest)).await {
        Some(models) => Ok(Some(models)),
        None => fetch(app, conn, digest).await,
    }
}

/// Gets a version out of the database; `None` when it is not kept there, or this studio cannot use it.
async fn fetch(app: &App, conn: &mut PgConnection, digest: &Digest) -> Result<Option<Vec<ModelInfo>>> {
    let Some(component) = plugins::find_component(conn, digest).await? else {
        return Ok(None);
    };
    let digest = hex::encode(digest);
    match app.plugins.add(component).await {
        Ok(models) => {
            tracing::info!(plugin.digest = %digest, "a plugin was fetched from the database");
            Ok(Some(models))
        }
        Err(unfit) => {
            tracing::error!(plugin.digest = %digest, %unfit, "a plugin of the database cannot be used");
            Ok(None)
        }
    }
}
