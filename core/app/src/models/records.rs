//! What plugins offer, as rows of `plugins` and `models`.

use studio_db::models::{ModelRecord, PluginRecord};
use studio_plugin_host::{CallError, InputRole, JobRequest, ModelInfo, Operation, Price, RequestInput};

use crate::{App, Error, Result};

/// The row of a version with these models.
pub(super) fn plugin_record(offered: &[ModelInfo]) -> Result<PluginRecord> {
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

/// The row of a model.
pub(super) fn model_record(app: &App, info: &ModelInfo, cost: i32) -> Result<ModelRecord> {
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
pub(super) async fn expected_cost(app: &App, info: &ModelInfo) -> i32 {
    let version = &info.plugin.digest;
    let Some(handle) = app.plugins.model_by_digest(&info.model.id, version).await else {
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

/// What one picture costs with default settings, from a source of one megapixel where the model needs one; `None` for a version that
/// this process has not, or a model that takes no such job.
///
/// # Errors
/// When the plugin refuses the job or breaks.
pub(crate) async fn default_price(
    app: &App,
    digest: &str,
    model_id: &str,
) -> std::result::Result<Option<Price>, CallError> {
    let Some(handle) = app.plugins.model_by_digest(model_id, digest).await else {
        return Ok(None);
    };
    let operation = handle.model().operations.first().copied();
    match handle.validate(&plain_request(operation.unwrap_or(Operation::TextToImage))) {
        Ok(job) => handle.estimate(&job).await.map(Some),
        Err(_) => Ok(None),
    }
}

/// The plainest job of an operation: some words, and pictures of one megapixel where it needs them.
pub(crate) fn plain_request(operation: Operation) -> JobRequest {
    let roles: &[InputRole] = match operation {
        Operation::TextToImage | Operation::Video => &[],
        Operation::Inpaint => &[InputRole::Source, InputRole::Mask],
        Operation::ImageToImage | Operation::Upscale | Operation::RemoveBackground => &[InputRole::Source],
    };
    let input = |role: &InputRole| RequestInput {
        role: *role,
        width: 1024,
        height: 1024,
        content_type: "image/png".to_owned(),
    };
    JobRequest {
        inputs: roles.iter().map(input).collect(),
        ..JobRequest::new(operation, "a picture")
    }
}

/// The 32 bytes behind a digest's 64 hexadecimal digits.
pub(crate) fn digest_bytes(digest: &str) -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(digest, &mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}
