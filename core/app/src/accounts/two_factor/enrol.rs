//! Switching it on: a secret for the app, then a code that shows that the app has it.

use studio_db::two_factor::{self, Factor};
use studio_model::{AuditAction, Language, UserId};

use super::code::{PURPOSE, digits, wrong};
use super::{RecoveryCodes, SETUP_LIFETIME, TwoFactorSetup, totp};
use crate::accounts::{User, prove};
use crate::audit::Entry;
use crate::mail::{self, Content, Recipient};
use crate::{App, Error, Result, secrets};

/// Makes a secret for the user's app. Nothing changes until it is confirmed; another call makes another secret.
///
/// # Errors
/// [`Error::Invalid`] about `password`; [`Error::Conflict`] when it is on; [`Error::LimitReached`] after repeated failures.
pub async fn begin_two_factor(app: &App, user: &User, password: String) -> Result<TwoFactorSetup> {
    prove::password(app, user, "password", password).await?;
    let (secret, now) = (totp::new_secret()?, app.clock.now());
    let sealed = secrets::seal(&app.config, PURPOSE, user.id.0, &secret)?;
    let mut conn = app.db.acquire().await?;
    if !two_factor::begin(&mut conn, user.id, &sealed, now).await? {
        return Err(is_on());
    }
    totp::setup(&secret, &user.email, now + SETUP_LIFETIME)
}

/// The secret that waits to be confirmed, if one does.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn find_two_factor_setup(app: &App, user: &User) -> Result<Option<TwoFactorSetup>> {
    let factor = two_factor::find(&mut *app.db.acquire().await?, user.id).await?;
    let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_none()) else {
        return Ok(None);
    };
    let Some(secret) = waiting(app, user.id, &factor) else {
        return Ok(None);
    };
    totp::setup(&secret, &user.email, factor.created_at + SETUP_LIFETIME).map(Some)
}

/// Switches it on by a code of the app, and gives the recovery codes. The user is told by mail. Browsers that are signed in stay so.
///
/// # Errors
/// [`Error::Invalid`] about `code`; [`Error::Conflict`] when it is on, or no secret waits.
pub async fn confirm_two_factor(app: &App, user: &User, typed: &str, language: Language) -> Result<RecoveryCodes> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let factor = two_factor::lock(&mut tx, user.id).await?.ok_or_else(begin_first)?;
    if factor.confirmed_at.is_some() {
        return Err(is_on());
    }
    let secret = waiting(app, user.id, &factor).ok_or_else(begin_first)?;
    let code = digits(typed).ok_or_else(wrong)?;
    let step = totp::step_of(&secret, &code, now).ok_or_else(wrong)?;
    two_factor::confirm(&mut tx, user.id, step, now).await?;
    let codes = RecoveryCodes::generate()?;
    two_factor::replace_recovery_codes(&mut tx, user.id, &codes.hashes(user.id)).await?;
    let entry = Entry::of_account(user, AuditAction::TwoFactorOn, "");
    entry.write(app, &mut tx).await?;
    let to = Recipient::of(user, language);
    let content = Content::TwoFactorOn {
        name: user.name.clone(),
    };
    mail::queue(app, &mut tx, to, &content, mail::NEWS_LIFETIME).await?;
    tx.commit().await?;
    Ok(codes)
}

/// The secret, while it may be confirmed.
fn waiting(app: &App, user_id: UserId, factor: &Factor) -> Option<Vec<u8>> {
    let is_over = factor.created_at + SETUP_LIFETIME <= app.clock.now();
    (!is_over).then(|| secrets::open(&app.config, PURPOSE, user_id.0, &factor.secret))?
}

fn is_on() -> Error {
    Error::Conflict("two-factor log-in is on already".to_owned())
}

fn begin_first() -> Error {
    Error::Conflict("no secret waits to be confirmed; begin again".to_owned())
}
