//! What can be done while it is on.

use studio_db::{login_steps, two_factor};
use studio_model::{AuditAction, Language};

use super::{RecoveryCodes, TwoFactorState, code};
use crate::accounts::{User, prove};
use crate::audit::Entry;
use crate::mail::{self, Content, Recipient};
use crate::{App, Error, Result};

/// Whether it is on, and how many recovery codes are left.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn find_two_factor(app: &App, user: &User) -> Result<TwoFactorState> {
    let mut conn = app.db.acquire().await?;
    let factor = two_factor::find(&mut conn, user.id).await?;
    Ok(TwoFactorState {
        since: factor.and_then(|factor| factor.confirmed_at),
        recovery_codes_left: two_factor::count_recovery_codes(&mut conn, user.id).await?,
    })
}

/// New recovery codes; the old ones are of no use any more.
///
/// # Errors
/// [`Error::Invalid`] about `password` or `code`; [`Error::Conflict`] when it is off; [`Error::LimitReached`] after repeated failures.
pub async fn renew_recovery_codes(app: &App, user: &User, password: String, typed: &str) -> Result<RecoveryCodes> {
    require_on(app, user).await?;
    prove::password(app, user, "password", password).await?;
    let mut tx = app.db.begin().await?;
    code::prove(app, &mut tx, user, typed).await?;
    let codes = RecoveryCodes::generate()?;
    two_factor::replace_recovery_codes(&mut tx, user.id, &codes.hashes(user.id)).await?;
    let entry = Entry::of_account(user, AuditAction::RecoveryCodesMade, "");
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Switches it off; the user is told by mail.
///
/// # Errors
/// Those of [`renew_recovery_codes`].
pub async fn disable_two_factor(
    app: &App,
    user: &User,
    password: String,
    typed: &str,
    language: Language,
) -> Result<()> {
    require_on(app, user).await?;
    prove::password(app, user, "password", password).await?;
    let mut tx = app.db.begin().await?;
    code::prove(app, &mut tx, user, typed).await?;
    two_factor::delete(&mut tx, user.id).await?;
    login_steps::delete_all_of(&mut tx, user.id).await?;
    let entry = Entry::of_account(user, AuditAction::TwoFactorOff, "");
    entry.write(app, &mut tx).await?;
    let to = Recipient::of(user, language);
    let content = Content::TwoFactorOff {
        name: user.name.clone(),
    };
    mail::queue(app, &mut tx, to, &content, mail::NEWS_LIFETIME).await?;
    Ok(tx.commit().await?)
}

async fn require_on(app: &App, user: &User) -> Result<()> {
    let is_on = super::is_on(&mut *app.db.acquire().await?, user.id).await?;
    is_on
        .then_some(())
        .ok_or_else(|| Error::Conflict("two-factor log-in is off".to_owned()))
}
