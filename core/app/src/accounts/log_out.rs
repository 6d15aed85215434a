//! Logging out.

use studio_db::sessions;

use super::SessionToken;
use crate::{App, Result};

/// Ends the session with this token; fine when it is over already.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the database is away.
pub async fn log_out(app: &App, token: &SessionToken) -> Result<()> {
    let mut conn = app.db.acquire().await?;
    Ok(sessions::delete_by_token(&mut conn, &token.hash()).await?)
}
