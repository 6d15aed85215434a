//! Proving again who one is, before something that must not happen to a browser left open.

use studio_db::users;

use super::guard::Guard;
use super::{User, password};
use crate::{App, Error, Result};

/// Checks the user's password. Failures count like those of a log-in.
///
/// # Errors
/// [`Error::Invalid`] about `field`; [`Error::LimitReached`] after repeated failures.
pub(super) async fn password(app: &App, user: &User, field: &str, typed: String) -> Result<()> {
    let guard = Guard::new(&user.email, None);
    guard.begin(app).await?;
    let stored = users::find_credentials(&mut *app.db.acquire().await?, &user.email).await?;
    let stored = stored.map(|credentials| credentials.password_hash);
    let is_too_long = typed.chars().count() > password::MAX_PASSWORD_CHARS;
    if is_too_long || !password::verify(typed, stored).await? {
        return Err(Error::invalid(field, "This is not your password."));
    }
    guard.succeed(&mut *app.db.acquire().await?).await
}
