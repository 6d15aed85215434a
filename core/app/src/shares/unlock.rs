//! Links with a password: asking for it, and remembering in the browser who knew it.
//!
//! | counted for | free failures | then |
//! |---|---|---|
//! | a link and a network address | 4 | the 5th locks for 1 min, each further one for twice as long, up to 15 min |
//! | a link, from anywhere | 99 | the same from the 100th on: one visitor cannot lock out all others by some guesses |

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use studio_db::shares::{self, Share};
use studio_model::ShareToken;

use super::MAX_SHARE_PASSWORD;
use crate::accounts::{Guard, password};
use crate::{App, Error, Result};

/// How long a browser that gave the password is let in.
pub const UNLOCK_LIFETIME: TimeDelta = TimeDelta::hours(12);

/// Takes a visitor's password for a link; gives the key that its browser keeps. A link without a password needs none.
///
/// # Errors
/// [`Error::NotFound`] for a link that shows nothing, [`Error::Invalid`] for a wrong password, [`Error::LimitReached`] after several.
pub async fn unlock(app: &App, token: &str, password: String, ip: Option<IpAddr>) -> Result<String> {
    let token = ShareToken::parse(token).ok_or(Error::NotFound)?;
    let now = app.clock.now();
    let found = shares::find_open(&mut *app.db.acquire().await?, &token, now).await?;
    let share = found.ok_or(Error::NotFound)?;
    if let Some(stored) = share.rules.password_hash.clone() {
        let guard = Guard::of_link(share.id, ip);
        guard.begin(app).await?;
        let fits = password.chars().count() <= MAX_SHARE_PASSWORD;
        if !(fits && password::verify(password, Some(stored)).await?) {
            return Err(Error::invalid("password", "That is not the password of this link."));
        }
        guard.succeed(&mut *app.db.acquire().await?).await?;
    }
    Ok(key(app, &share, now + UNLOCK_LIFETIME))
}

/// Whether a browser's key is for this link and its present password, and not too old.
pub(super) fn is_key(app: &App, share: &Share, text: &str) -> bool {
    let Some((until, tag)) = text.split_once('.') else {
        return false;
    };
    let until = until
        .parse()
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let tag = URL_SAFE_NO_PAD.decode(tag);
    let (Some(until), Ok(tag)) = (until, tag) else {
        return false;
    };
    until > app.clock.now() && mac(app, share, until).verify_slice(&tag).is_ok()
}

/// `<seconds>.<tag>`
fn key(app: &App, share: &Share, until: DateTime<Utc>) -> String {
    let tag = mac(app, share, until).finalize().into_bytes();
    format!("{}.{}", until.timestamp(), URL_SAFE_NO_PAD.encode(tag))
}

fn mac(app: &App, share: &Share, until: DateTime<Utc>) -> Hmac<Sha256> {
    let secret = app.config.auth_secret.expose().as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(b"share-unlock\0");
    mac.update(share.id.0.as_bytes());
    mac.update(&until.timestamp().to_be_bytes());
    mac.update(share.rules.password_hash.as_deref().unwrap_or_default().as_bytes());
    mac
}
