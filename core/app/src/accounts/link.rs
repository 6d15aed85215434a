//! Links in mails: a secret that proves who reads an address.

use studio_db::PgConnection;
use studio_db::account_tokens::{self, NewToken, Pause, Purpose};
use url::Url;

use chrono::{DateTime, TimeDelta, Utc};
use studio_model::UserId;

use super::SessionToken;
use crate::{App, Error, Result};

/// Between two mails of one purpose: a minute, then twice as long with each, up to an hour.
const PAUSE: Pause = Pause {
    first_s: 60,
    longest_s: 3600,
};

/// A link that was made, or the time at which the next may be.
pub(super) enum Issued {
    /// To be mailed.
    Link(String),
    /// The last one was mailed too short a while ago.
    TooEarly(DateTime<Utc>),
}

impl Issued {
    /// # Errors
    /// [`Error::LimitReached`] when it is too early.
    pub(super) fn or_wait(self, now: DateTime<Utc>) -> Result<String> {
        match self {
            Self::Link(link) => Ok(link),
            Self::TooEarly(next_at) => Err(Error::LimitReached {
                retry_after: (next_at - now).to_std().unwrap_or_default(),
            }),
        }
    }
}

/// Makes a link to `page` that proves `email`, in place of the last of its purpose.
pub(super) async fn issue(
    app: &App,
    conn: &mut PgConnection,
    (user_id, purpose, email): (UserId, Purpose, &str),
    page: &str,
    lifetime: TimeDelta,
) -> Result<Issued> {
    let (token, now) = (SessionToken::generate()?, app.clock.now());
    let row = NewToken {
        user_id,
        purpose,
        token_hash: token.hash(),
        email,
        expires_at: now + lifetime,
    };
    Ok(match account_tokens::replace(conn, &row, PAUSE, now).await? {
        None => Issued::Link(address(&app.config.app_url, page, &token)),
        Some(next_at) => Issued::TooEarly(next_at),
    })
}

/// The hash of what a link carries.
///
/// # Errors
/// A complaint about `token`: it is none of ours.
pub(super) fn hash(token: &str) -> Result<[u8; 32]> {
    let token = SessionToken::parse(token.trim()).ok_or_else(useless)?;
    Ok(token.hash())
}

/// Expired, used, replaced and invented links are refused in the same words.
pub(super) fn useless() -> Error {
    Error::invalid(
        "token",
        "This link has expired, was used already, or a newer one was sent. Ask for another.",
    )
}

fn address(app_url: &Url, page: &str, token: &SessionToken) -> String {
    let mut url = app_url.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().push(page);
    }
    url.query_pairs_mut().append_pair("token", &token.expose());
    url.into()
}
