//! What a plugin wrote to its log.

use studio_db::plugins::{PluginLine, list_lines};

use super::find::find;
use crate::accounts::User;
use crate::{App, Result};

/// Lines that are shown.
const SHOWN: i64 = 200;

/// The last lines of a plugin, newest first, from all processes.
///
/// # Errors
/// [`crate::Error::Forbidden`] for anybody but an administrator, [`crate::Error::NotFound`] when there is no such plugin.
pub async fn list_log(app: &App, user: &User, id: &str) -> Result<Vec<PluginLine>> {
    find(app, user, id).await?;
    Ok(list_lines(&mut *app.db.acquire().await?, id, SHOWN).await?)
}
