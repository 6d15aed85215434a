//! Taking in a new version. It is checked whole before anything of it is stored.

use bytes::Bytes;
use serde_json::json;
use studio_db::plugins;
use studio_model::AuditAction;
use studio_plugin_host::{CallError, FaultKind, ModelInfo, Unfit, UnfitKind};

use super::find::find;
use super::view::VersionView;
use crate::accounts::{User, require_admin};
use crate::audit::Entry;
use crate::models::registry::Change;
use crate::models::{default_price, digest_bytes};
use crate::{App, Error, Result};

/// A version that is stored.
#[derive(Clone, Debug)]
pub struct Uploaded {
    /// The plugin's id.
    pub plugin_id: String,
    /// The version.
    pub version: VersionView,
    /// It was not stored before.
    pub is_new: bool,
}

/// Stores a component as a candidate: no job takes it before it is promoted. The same file again changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an administrator, [`Error::UnfitPlugin`] with the reason.
pub async fn upload(app: &App, user: &User, component: Bytes) -> Result<Uploaded> {
    require_admin(user)?;
    let size_bytes = component.len();
    let models = match check(app, component).await {
        Ok(models) => models,
        Err(Error::UnfitPlugin(unfit)) => {
            tracing::warn!(user.id = %user.id, size_bytes, kind = unfit.kind.as_str(), %unfit, "an uploaded plugin was refused");
            return Err(Error::UnfitPlugin(unfit));
        }
        Err(error) => return Err(error),
    };
    let plugin = models[0].plugin.clone();
    let digest = digest_bytes(&plugin.digest)?;
    let mut change = Change::begin(app).await?;
    if let Some(clash) = change.clash(&plugin.id, &models).await? {
        let message = format!(
            "the plugin {:?} offers the model {:?} already",
            clash.plugin_id, clash.model_id
        );
        return Err(refused(UnfitKind::DuplicateModel, message));
    }
    let is_new = !plugins::exists(&mut change.tx, &digest).await?;
    change.store(&models).await?;
    if is_new {
        plugins::set_uploader(&mut change.tx, &digest, user.id).await?;
        let details = json!({ "digest": plugin.digest, "version": plugin.version });
        let entry = Entry::of_installation(user, AuditAction::PluginUploaded, &plugin.id).with(details);
        entry.write(app, &mut change.tx).await?;
    }
    change.commit().await?;
    tracing::info!(user.id = %user.id, plugin.id = %plugin.id, plugin.digest = %plugin.digest, version = %plugin.version, is_new, "a plugin was uploaded");
    let details = find(app, user, &plugin.id).await?;
    Ok(Uploaded {
        version: details.version(&plugin.digest)?.clone(),
        plugin_id: plugin.id,
        is_new,
    })
}

/// Loads the component and asks what its models cost with default settings.
async fn check(app: &App, component: Bytes) -> Result<Vec<ModelInfo>> {
    let models = app.plugins.add(component.into()).await.map_err(Error::UnfitPlugin)?;
    for info in &models {
        let id = &info.model.id;
        match default_price(app, &info.plugin.digest, id).await {
            Ok(_) | Err(CallError::Declined(_)) => (),
            Err(CallError::Fault(fault)) => {
                let kind = match fault.kind {
                    FaultKind::Malformed(_) => UnfitKind::Price,
                    _ => UnfitKind::Fault,
                };
                return Err(refused(kind, format!("model {id:?}: {fault}")));
            }
        }
    }
    Ok(models)
}

fn refused(kind: UnfitKind, message: String) -> Error {
    Error::UnfitPlugin(Unfit { kind, message })
}
