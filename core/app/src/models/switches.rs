//! What administrators choose for single models: whether they are on offer, and whether they are shown before others.

use std::collections::HashMap;

pub use studio_db::models::ModelSwitches;

use serde_json::json;
use studio_model::AuditAction;

use super::ModelView;
use crate::accounts::{User, require_admin};
use crate::audit::Entry;
use crate::{App, Error, Result};

/// What to change; what is `None` stays.
#[derive(Clone, Copy, Debug, Default)]
pub struct SwitchChange {
    /// Whether new jobs take the model. Jobs that are stored go on either way.
    pub is_active: Option<bool>,
    /// Whether it is shown before others.
    pub is_featured: Option<bool>,
}

/// Changes the switches of the model `id` and gives them. Every process follows with its next request.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an administrator, [`Error::NotFound`] when no such model was ever offered here.
pub async fn switch(app: &App, user: &User, id: &str, change: SwitchChange) -> Result<ModelSwitches> {
    require_admin(user)?;
    let mut tx = app.db.begin().await?;
    let SwitchChange { is_active, is_featured } = change;
    let switches = studio_db::models::update_switches(&mut tx, id, is_active, is_featured).await?;
    let switches = switches.ok_or(Error::NotFound)?;
    let details = json!({ "is_active": switches.is_active, "is_featured": switches.is_featured });
    let entry = Entry::of_installation(user, AuditAction::ModelSwitched, id).with(details);
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    tracing::info!(
        user.id = %user.id, model.id = id, is_active = switches.is_active, is_featured = switches.is_featured,
        "a model was switched"
    );
    Ok(switches)
}

/// The switches of all models, by id.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an administrator.
pub async fn switches(app: &App, user: &User) -> Result<HashMap<String, ModelSwitches>> {
    require_admin(user)?;
    Ok(studio_db::models::list_switches(&mut *app.db.acquire().await?).await?)
}

/// The models that administrators want to be seen first, as [`super::list`] gives them.
///
/// # Errors
/// When the database is away.
pub async fn list_featured(app: &App) -> Result<Vec<ModelView>> {
    let switches = studio_db::models::list_switches(&mut *app.db.acquire().await?).await?;
    let mut models = super::list(app).await?;
    models.retain(|model| switches.get(&model.id).is_some_and(|switches| switches.is_featured));
    Ok(models)
}
