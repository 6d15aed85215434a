//! Passwords: which are taken, and how they are kept.

use std::sync::LazyLock;
use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use password_hash::phc::PasswordHash;
use password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::common_passwords::is_common;
use crate::{Error, FieldError, Result};

/// Shortest password in characters. NIST SP 800-63B asks for 8 at the least.
pub const MIN_PASSWORD_CHARS: usize = 10;
/// Longest password in characters, so that hashing stays bounded.
pub const MAX_PASSWORD_CHARS: usize = 200;

/// Argon2id with 19 MiB, two passes and one lane: the first choice of the OWASP Password Storage Cheat Sheet (2024
/// edition, read 2026-11-20).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Passwords hashed at a time in one process. More would only take memory (19 MiB each) and processors from everybody else.
static HASHING: Semaphore = Semaphore::const_new(4);
/// How long a request waits for its turn to hash.
const TURN_TIMEOUT: Duration = Duration::from_secs(5);

/// Of no password: checked when there is no account, so that the answer takes as long as for a wrong password.
static DUMMY_HASH: LazyLock<String> = LazyLock::new(|| {
    let hash: PasswordHash = hasher()
        .hash_password_with_salt(b"nobody's password", b"no account's salt")
        .expect("constant parameters, password and salt");
    hash.to_string()
});

/// Complains about a password that its user should not choose.
pub(super) fn check(password: &str, email: &str, name: &str) -> Option<FieldError> {
    let message = if !(MIN_PASSWORD_CHARS..=MAX_PASSWORD_CHARS).contains(&password.chars().count()) {
        format!("Use {MIN_PASSWORD_CHARS} to {MAX_PASSWORD_CHARS} characters.")
    } else if is_about(password, email, name) {
        "Do not use your name or email address as the password.".to_owned()
    } else if is_common(password) {
        "This is one of the most common passwords. Choose another.".to_owned()
    } else {
        return None;
    };
    Some(FieldError::new("password", message))
}

fn is_about(password: &str, email: &str, name: &str) -> bool {
    let password = password.trim().to_lowercase();
    let local_part = email.split('@').next().unwrap_or_default();
    [email, local_part, name.trim()]
        .iter()
        .any(|word| password == word.to_lowercase())
}

/// Hashes a password into a PHC string with a fresh salt.
///
/// # Errors
/// [`Error::LimitReached`] when too many others wait for the same.
pub(crate) async fn hash(password: String) -> Result<String> {
    run_hashing(move || {
        let hash: PasswordHash = hasher().hash_password(password.as_bytes()).map_err(hashing_failed)?;
        Ok(hash.to_string())
    })
    .await
}

/// Says whether `password` is the one behind `stored`. Takes as long for no account as for a wrong password.
///
/// # Errors
/// [`Error::LimitReached`] when too many others wait for the same; [`Error::Internal`] when `stored` is no PHC string.
pub(crate) async fn verify(password: String, stored: Option<String>) -> Result<bool> {
    run_hashing(move || {
        let is_known = stored.is_some();
        let stored = PasswordHash::new(stored.as_deref().unwrap_or(&DUMMY_HASH)).map_err(Error::internal)?;
        let matches = match hasher().verify_password(password.as_bytes(), &stored) {
            Ok(()) => true,
            Err(password_hash::Error::PasswordInvalid) => false,
            Err(error) => return Err(hashing_failed(error)),
        };
        Ok(matches && is_known)
    })
    .await
}

async fn run_hashing<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let turn = wait_for_turn().await?;
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    })
    .await
    .map_err(Error::internal)?
}

async fn wait_for_turn() -> Result<SemaphorePermit<'static>> {
    tokio::time::timeout(TURN_TIMEOUT, HASHING.acquire())
        .await
        .map_err(|_| Error::LimitReached {
            retry_after: TURN_TIMEOUT,
        })?
        .map_err(Error::internal)
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("constants within argon2's ranges");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hashing_failed(error: password_hash::Error) -> Error {
    Error::Internal(anyhow::anyhow!("argon2 failed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_matches_and_no_other() {
        let stored = hash("violet tram under rain".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        for (password, expected) in [
            ("violet tram under rain", true),
            ("violet tram under rain ", false),
            ("", false),
        ] {
            assert_eq!(
                verify(password.to_owned(), Some(stored.clone())).await.unwrap(),
                expected,
                "{password:?}"
            );
        }
    }

    #[tokio::test]
    async fn nobody_has_the_dummy_password() {
        assert!(!verify("nobody's password".to_owned(), None).await.unwrap());
    }

    #[test]
    fn weak_passwords_are_refused_with_a_reason() {
        let long = "a1".repeat(101);
        let cases = [
            ("short", "10 to 200"),
            (long.as_str(), "10 to 200"),
            ("1234567890", "most common"),
            ("ada.lovelace", "name or email"),
            ("Ada Lovelace", "name or email"),
            ("ADA.LOVELACE@example.org", "name or email"),
        ];
        for (password, reason) in cases {
            let error = check(password, "ada.lovelace@example.org", "Ada Lovelace").expect(password);
            assert!(error.message.contains(reason), "{password}: {}", error.message);
        }
        assert_eq!(check("ünïcödé ßä", "ada@example.org", "Ada"), None);
    }
}
