//! Keeping an account after all.

use studio_db::leaving;
use studio_model::{AuditAction, Language};

use crate::accounts::User;
use crate::audit::Entry;
use crate::mail::{self, Content, Recipient};
use crate::{App, Error, Result};

/// Takes the wish back. What was cancelled stays cancelled, keys stay revoked, and schedules wait until they are let go on.
///
/// # Errors
/// [`Error::Conflict`] when nobody asked for the end of the account, or it has begun.
pub async fn keep_account(app: &App, user: &User, language: Language) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !leaving::take_back(&mut tx, user.id).await? {
        return Err(Error::Conflict("this account is not about to be deleted".to_owned()));
    }
    let entry = Entry::of_account(user, AuditAction::DeletionTakenBack, "");
    entry.write(app, &mut tx).await?;
    let content = Content::AccountKept {
        name: user.name.clone(),
    };
    let to = Recipient::of(user, language);
    mail::queue(app, &mut tx, to, &content, mail::NEWS_LIFETIME).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, "an account is kept after all");
    Ok(())
}
