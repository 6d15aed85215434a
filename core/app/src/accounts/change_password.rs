//! Another password, by whoever knows the present one.

use studio_db::{account_tokens, login_steps, sessions, users};
use studio_model::{AuditAction, Language};

use super::{Session, password, prove};
use crate::audit::Entry;
use crate::mail::{self, Content, Recipient};
use crate::{App, Error, Result};

/// Changes the password. Other browsers are logged out, and links that were mailed stop working.
///
/// # Errors
/// [`Error::Invalid`] about `current_password` or `new_password`; [`Error::LimitReached`] after repeated failures.
pub async fn change_password(
    app: &App,
    session: &Session,
    current: String,
    new_password: String,
    language: Language,
) -> Result<()> {
    let user = &session.user;
    if let Some(complaint) = password::check(&new_password, &user.email, &user.name) {
        return Err(Error::invalid("new_password", complaint.message));
    }
    prove::password(app, user, "current_password", current).await?;
    let password_hash = password::hash(new_password).await?;

    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    users::update_password(&mut tx, user.id, &password_hash, now).await?;
    account_tokens::delete_all(&mut tx, user.id).await?;
    sessions::delete_all_of(&mut tx, user.id, Some(session.id)).await?;
    login_steps::delete_all_of(&mut tx, user.id).await?;
    let entry = Entry::of_account(user, AuditAction::PasswordChanged, "");
    entry.write(app, &mut tx).await?;
    let to = Recipient::of(user, language);
    let content = Content::PasswordChanged {
        name: user.name.clone(),
    };
    mail::queue(app, &mut tx, to, &content, mail::NEWS_LIFETIME).await?;
    Ok(tx.commit().await?)
}
