//! Taking a key back.

use serde_json::json;
use studio_db::api_keys;
use studio_model::{ApiKeyId, AuditAction};

use crate::accounts::User;
use crate::audit::Entry;
use crate::{App, Error, Result};

/// Revokes a key of the user's: the next request with it is refused.
///
/// # Errors
/// [`Error::NotFound`] for a key that is not the user's.
pub async fn revoke(app: &App, user: &User, id: ApiKeyId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let Some(name) = api_keys::delete(&mut tx, user.id, id).await? else {
        return Err(Error::NotFound);
    };
    let entry = Entry::of_account(user, AuditAction::KeyRevoked, name).with(json!({ "id": id }));
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, key.id = %id, "an API key was revoked");
    Ok(())
}
