//! Writes what the plugin folder offers into `plugins` and `models`.

use std::collections::BTreeMap;

use studio_db::models::{ModelRecord, PluginRecord, mark_missing, upsert_model, upsert_plugin};
use studio_plugin_host::{JobRequest, ModelInfo};

use crate::{App, Error, Result};

/// Brings both tables in line with the loaded plugins. Safe to run in several processes at once.
///
/// # Errors
/// When the database is away.
pub async fn sync(app: &App) -> Result<()> {
    let models = app.plugins.models();
    let mut plugins: BTreeMap<String, Vec<&ModelInfo>> = BTreeMap::new();
    for info in &models {
        plugins.entry(info.plugin.digest.clone()).or_default().push(info);
    }
    let mut tx = app.db.begin().await?;
    for offered in plugins.values() {
        upsert_plugin(&mut tx, &plugin_record(offered)?).await?;
    }
    for info in &models {
        let cost = expected_cost(app, info).await;
        upsert_model(&mut tx, &model_record(app, info, cost)?).await?;
    }
    let installed: Vec<String> = models.iter().map(|info| info.model.id.clone()).collect();
    mark_missing(&mut tx, &installed).await?;
    tx.commit().await?;
    for problem in app.plugins.problems() {
        tracing::warn!(plugin.file = %problem.file, problem = %problem.message, "a plugin file cannot be used");
    }
    tracing::info!(models = models.len(), "models on offer");
    Ok(())
}

fn plugin_record(offered: &[&ModelInfo]) -> Result<PluginRecord> {
    let plugin = &offered[0].plugin;
    Ok(PluginRecord {
        digest: digest_bytes(&plugin.digest)?,
        plugin_id: plugin.id.clone(),
        version: plugin.version.clone(),
        name: plugin.name.clone(),
        author: plugin.author.clone(),
        manifest: serde_json::json!({ "plugin": plugin, "models": offered }),
    })
}

fn model_record(app: &App, info: &ModelInfo, cost: i32) -> Result<ModelRecord> {
    Ok(ModelRecord {
        id: app.clock.new_id(),
        fal_model_id: info.model.id.clone(),
        display_name: info.model.name.clone(),
        description: info.model.description.clone(),
        category: info.model.category.clone(),
        version: info.plugin.version.clone(),
        plugin_digest: digest_bytes(&info.plugin.digest)?,
        capabilities: serde_json::json!(info.model.capabilities),
        default_parameters: info.default_parameters.clone().into(),
        cost_per_generation: cost,
    })
}

/// Micro-dollars for one picture with default settings; 0 where that needs a source picture.
async fn expected_cost(app: &App, info: &ModelInfo) -> i32 {
    let Some(handle) = app.plugins.model(&info.model.id) else {
        return 0;
    };
    let Some(operation) = info.model.operations.first() else {
        return 0;
    };
    let Ok(job) = handle.validate(&JobRequest::new(*operation, "a picture")) else {
        return 0;
    };
    let price = handle.estimate(&job).await;
    price
        .ok()
        .and_then(|price| i32::try_from(price.expected_microdollars).ok())
        .unwrap_or(0)
}

/// The 32 bytes behind a digest's 64 hexadecimal digits.
pub(crate) fn digest_bytes(digest: &str) -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(digest, &mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}
