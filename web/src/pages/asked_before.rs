//! Requests that were made or kept before, to be asked for again: those of batches and presets.

use studio_app::Result;
use studio_app::batches::presets::{self, PresetView};
use studio_app::batches::{self, BatchRequest};
use studio_model::{BatchId, PageLimit, PresetId, UserId};

use crate::AppState;

/// Presets that are offered.
const OFFERED: u16 = 100;

/// What was asked for before.
pub(super) struct Asked {
    pub(super) request: BatchRequest,
    /// The name of the preset.
    pub(super) kept_as: Option<String>,
}

/// The request of a `batch` or a `preset` (`kind`); `None` when `id` makes no sense.
///
/// # Errors
/// [`studio_app::Error::NotFound`] when the user has none with this id.
pub(super) async fn find(state: &AppState, user_id: UserId, kind: &str, id: &str) -> Result<Option<Asked>> {
    let batch = (kind == "batch").then(|| id.parse::<BatchId>().ok()).flatten();
    let preset = (kind == "preset").then(|| id.parse::<PresetId>().ok()).flatten();
    if let Some(id) = batch {
        let request = batches::find_request(&state.app, user_id, id).await?;
        return Ok(Some(Asked { request, kept_as: None }));
    }
    let Some(id) = preset else { return Ok(None) };
    let preset = presets::find(&state.app, user_id, id).await?;
    Ok(Some(Asked {
        request: preset.request,
        kept_as: Some(preset.name),
    }))
}

/// The newest presets.
pub(super) async fn presets(state: &AppState, user_id: UserId) -> Result<Vec<PresetView>> {
    let limit = PageLimit::new(OFFERED).unwrap_or_default();
    Ok(presets::list(&state.app, user_id, None, limit).await?.items)
}
