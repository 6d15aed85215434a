//! Settings of the generation form under a name: a model, its parameters, what is not to be seen, and how many pictures.
//!
//! They are apart from the presets of batches, which are whole requests with their rows and stay whatever models do; of these a user
//! has one that the form begins with, and each says whether it still fits its model.
//! What a newcomer gets wrong: a preset outlives its model. It is checked when it is saved, and looked at again whenever it is read;
//! what no longer fits is told, never dropped.

mod change;
mod fit;
mod view;

use studio_db::generation_presets;
use studio_model::{Cursor, GenerationPresetId, PageLimit, UserId};

pub use change::{PresetRequest, create, delete, update};
pub use fit::Fit;
pub use view::PresetView;

use crate::{App, Error, Page, Result, models};

/// A page of a user's presets, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<PresetView>> {
    let presets = generation_presets::list(&mut *app.db.acquire().await?, user_id, after, limit).await?;
    let handles = models::list_handles(app).await?;
    let views = presets.into_iter().map(|preset| {
        let handle = handles.get(&preset.model_id);
        PresetView::new(app, preset, handle)
    });
    Ok(Page::new(views.collect(), limit, |preset: &PresetView| Cursor {
        at: preset.created_at,
        id: preset.id.0,
    }))
}

/// One preset of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: GenerationPresetId) -> Result<PresetView> {
    let preset = generation_presets::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    view::load(app, preset.ok_or(Error::NotFound)?).await
}

/// The preset that the user's form begins with.
///
/// # Errors
/// When the database is away.
pub async fn find_default(app: &App, user_id: UserId) -> Result<Option<PresetView>> {
    match generation_presets::find_default(&mut *app.db.acquire().await?, user_id).await? {
        Some(preset) => Ok(Some(view::load(app, preset).await?)),
        None => Ok(None),
    }
}
