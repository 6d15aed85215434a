//! Logging in.

use studio_db::sessions;
use studio_db::users::{self, Credentials};
use studio_model::AuditAction;

use super::guard::Guard;
use super::session::Proof;
use super::{Client, SessionToken, SignedIn, email, password, session, two_factor};
use crate::audit::Entry;
use crate::{App, Error, Result};

/// What somebody types to log in, and where.
#[derive(Clone, Debug)]
pub struct LogIn {
    /// In any case, with or without spaces around it.
    pub email: String,
    /// As typed.
    pub password: String,
    /// The browser.
    pub client: Client,
    /// The session the browser has so far; it ends, so that nobody can plant one beforehand.
    pub replaces: Option<SessionToken>,
}

/// What became of a log-in.
#[derive(Clone, Debug)]
pub enum LoggedIn {
    /// The browser is signed in.
    SignedIn(SignedIn),
    /// The password was right, and a code is asked for; the browser keeps this until then, see [`super::log_in_with_code`].
    CodeNeeded(SessionToken),
}

/// Begins a session with a new token, or the second step of an account that asks for a code.
///
/// # Errors
/// [`Error::Unauthenticated`], the same for an unknown address, a wrong password and a switched-off account;
/// [`Error::LimitReached`] after repeated failures.
pub async fn log_in(app: &App, input: LogIn) -> Result<LoggedIn> {
    let email = email::normalise(&input.email);
    let guard = Guard::new(&email, input.client.ip_address);
    guard.begin(app).await?;
    let credentials = check_password(app, &email, input.password).await?;

    let mut tx = app.db.begin().await?;
    guard.succeed(&mut tx).await?;
    if two_factor::is_on(&mut tx, credentials.user_id).await? {
        let step = two_factor::begin_step(app, &mut tx, credentials.user_id).await?;
        tx.commit().await?;
        return Ok(LoggedIn::CodeNeeded(step));
    }
    if let Some(old) = &input.replaces {
        sessions::delete_by_token(&mut tx, &old.hash()).await?;
    }
    let signed_in = session::begin(app, &mut tx, credentials.user_id, &input.client, Proof::Password).await?;
    let entry = Entry::of_account(&signed_in.user, AuditAction::LoggedIn, "");
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    Ok(LoggedIn::SignedIn(signed_in))
}

async fn check_password(app: &App, email: &str, password: String) -> Result<Credentials> {
    let credentials = find_credentials(app, email).await?;
    let stored = credentials.as_ref().map(|found| found.password_hash.clone());
    // Nobody has such a long password; the dummy is checked in its place so that this takes as long as ever.
    let is_too_long = password.chars().count() > password::MAX_PASSWORD_CHARS;
    let matches = if is_too_long {
        password::verify(String::new(), None).await?
    } else {
        password::verify(password, stored).await?
    };
    let user_id = credentials.as_ref().map(|found| found.user_id);
    if let Some(found) = credentials.filter(|found| matches && found.is_active) {
        return Ok(found);
    }
    let entry = Entry::of_stranger(email, user_id, AuditAction::LogInRefused);
    entry.write(app, &mut *app.db.acquire().await?).await?;
    Err(Error::Unauthenticated("the email address or the password is wrong"))
}

/// Does not keep a connection while the password is hashed.
async fn find_credentials(app: &App, email: &str) -> Result<Option<Credentials>> {
    // PostgreSQL takes no NUL in a text.
    if email.contains('\0') {
        return Ok(None);
    }
    let mut conn = app.db.acquire().await?;
    Ok(users::find_credentials(&mut conn, email).await?)
}
