//! Requests for batches under a name, to be asked for again.
//!
//! What is stored has been checked for its form; models, prices and pictures are looked at when it is used, since they
//! change meanwhile.

mod change;
mod overrides;
mod view;

use studio_model::{Cursor, PageLimit, PresetId, UserId};

pub use change::{create, delete, update};
pub use overrides::PresetUse;
pub use view::PresetView;

use super::BatchRequest;
use crate::{App, Error, Page, Result};

/// A page of a user's presets, newest first; the text of a table is left out.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<PresetView>> {
    let presets = studio_db::batch_presets::list(&mut *app.db.acquire().await?, user_id, after, limit).await?;
    let views = presets.into_iter().map(PresetView::try_from).collect::<Result<_>>()?;
    Ok(Page::new(views, limit, |preset: &PresetView| Cursor {
        at: preset.created_at,
        id: preset.id.0,
    }))
}

/// One preset of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: PresetId) -> Result<PresetView> {
    let preset = studio_db::batch_presets::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    preset.ok_or(Error::NotFound)?.try_into()
}

/// The request of a preset with what goes over it.
///
/// # Errors
/// [`Error::Invalid`] when the user has no such preset.
pub async fn request(app: &App, user_id: UserId, preset: PresetUse) -> Result<BatchRequest> {
    match find(app, user_id, preset.id).await {
        Ok(found) => Ok(preset.apply(found)),
        Err(Error::NotFound) => Err(Error::invalid("preset_id", "you have no such preset")),
        Err(error) => Err(error),
    }
}
