//! Logging out.

use studio_db::sessions;
use studio_model::AuditAction;

use super::{SessionToken, find_session};
use crate::audit::Entry;
use crate::{App, Result};

/// Ends the session with this token; fine when it is over already.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the database is away.
pub async fn log_out(app: &App, token: &SessionToken) -> Result<()> {
    let session = find_session(app, token).await?;
    let mut tx = app.db.begin().await?;
    sessions::delete_by_token(&mut tx, &token.hash()).await?;
    if let Some(session) = session {
        let entry = Entry::of_account(&session.user, AuditAction::LoggedOut, "");
        entry.write(app, &mut tx).await?;
    }
    Ok(tx.commit().await?)
}
