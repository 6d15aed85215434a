//! Taking a code, whichever of the two kinds it is.

use studio_db::{PgConnection, two_factor};
use studio_model::UserId;

use super::{recovery, totp};
use crate::accounts::User;
use crate::accounts::guard::Guard;
use crate::{App, Error, Result, secrets};

/// What is sealed under this name is what codes are made of.
pub(super) const PURPOSE: &str = "totp";

/// Digits of a code of the app.
const DIGITS: usize = 6;

/// Which kind was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::accounts) enum Taken {
    /// By the app.
    Code,
    /// By one of the recovery codes, which is used up.
    RecoveryCode,
}

/// Uses a code up in the caller's transaction; none when it is wrong, was used before, or nothing asks for one.
pub(in crate::accounts) async fn take(
    app: &App,
    conn: &mut PgConnection,
    user_id: UserId,
    typed: &str,
) -> Result<Option<Taken>> {
    let now = app.clock.now();
    let factor = two_factor::lock(conn, user_id).await?;
    let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else {
        return Ok(None);
    };
    let Some(code) = digits(typed) else {
        let hash = recovery::hash(user_id, typed);
        let is_taken = two_factor::take_recovery_code(conn, user_id, &hash, now).await?;
        return Ok(is_taken.then_some(Taken::RecoveryCode));
    };
    let Some(secret) = secrets::open(&app.config, PURPOSE, user_id.0, &factor.secret) else {
        tracing::error!(user.id = %user_id, "a second factor was sealed with a key that is not known any more; recovery codes still work");
        return Ok(None);
    };
    match totp::step_of(&secret, &code, now).filter(|step| *step > factor.last_step) {
        Some(step) => {
            two_factor::update_last_step(conn, user_id, step).await?;
            Ok(Some(Taken::Code))
        }
        None => Ok(None),
    }
}

/// Asks for a code before something that must not happen to a browser left open. Failures count like those of a log-in. The code is
/// used up with the caller's transaction.
///
/// # Errors
/// [`Error::Invalid`] about `code`; [`Error::LimitReached`] after repeated failures.
pub(in crate::accounts) async fn prove(app: &App, conn: &mut PgConnection, user: &User, typed: &str) -> Result<()> {
    let guard = Guard::of_code(user.id, None);
    guard.begin(app).await?;
    take(app, conn, user.id, typed).await?.ok_or_else(wrong)?;
    guard.succeed(conn).await
}

/// Wrong, used and late codes are refused in the same words.
pub(super) fn wrong() -> Error {
    Error::invalid("code", "This code is wrong, too old, or was used before.")
}

/// The digits of what looks like a code of the app.
pub(super) fn digits(typed: &str) -> Option<String> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    (code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_recovery_codes() {
        assert_eq!(digits(" 123 456 ").as_deref(), Some("123456"));
        for other in ["", "12345", "1234567", "12345a", "0123-4567-89ab-cdef"] {
            assert_eq!(digits(other), None, "{other}");
        }
    }
}
