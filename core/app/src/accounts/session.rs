//! Sessions: how long they last, and who a request comes from.

use chrono::{DateTime, TimeDelta, Utc};
use studio_db::sessions::{self, NewSession};
use studio_db::{PgConnection, users};
use studio_model::{Preferences, SessionId, Shortcuts, UserId};

use super::{Client, SessionToken, SignedIn, User};
use crate::{App, Error, Result};

/// A session that was not used for this long is over.
pub const IDLE_LIFETIME: TimeDelta = TimeDelta::days(14);
/// A session is over this long after the log-in, however much it is used.
pub const ABSOLUTE_LIFETIME: TimeDelta = TimeDelta::days(90);
/// The last use is written this often at the most, so that reading a page seldom writes.
const TOUCH_INTERVAL: TimeDelta = TimeDelta::minutes(1);
/// What is kept of a browser's description.
const MAX_USER_AGENT_CHARS: usize = 500;

/// A signed-in browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// Key.
    pub id: SessionId,
    /// Who is signed in.
    pub user: User,
    /// What the user chose.
    pub preferences: Preferences,
    /// What is different about the keys of pages.
    pub shortcuts: Shortcuts,
}

/// The session of a browser, unless it is over. That of a user who is leaving may keep the account and nothing else.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn find_session(app: &App, token: &SessionToken) -> Result<Option<Session>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let Some(found) = sessions::find_active(&mut conn, &token.hash(), now, now - IDLE_LIFETIME).await? else {
        return Ok(None);
    };
    if now - found.last_seen_at >= TOUCH_INTERVAL {
        sessions::update_last_seen(&mut conn, found.id, now).await?;
    }
    Ok(Some(Session {
        id: found.id,
        user: found.user,
        preferences: found.preferences,
        shortcuts: found.shortcuts,
    }))
}

/// What a log-in was proven by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// The password alone.
    Password,
    /// The password and a code.
    Code,
}

/// Begins a session in the caller's transaction and clears away the user's old ones that are over.
pub(super) async fn begin(
    app: &App,
    conn: &mut PgConnection,
    user_id: UserId,
    client: &Client,
    proof: Proof,
) -> Result<SignedIn> {
    let now = app.clock.now();
    let token = SessionToken::generate()?;
    sessions::delete_ended(conn, user_id, now, now - IDLE_LIFETIME).await?;
    let session = NewSession {
        has_code: proof == Proof::Code,
        ..new_session(app, user_id, &token, client, now)
    };
    sessions::insert(conn, &session, now).await?;
    users::update_last_login(conn, user_id, now).await?;
    let user = users::find(conn, user_id)
        .await?
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("user {user_id} vanished while signing in")))?;
    Ok(SignedIn { user, token })
}

fn new_session<'a>(
    app: &App,
    user_id: UserId,
    token: &SessionToken,
    client: &'a Client,
    now: DateTime<Utc>,
) -> NewSession<'a> {
    NewSession {
        id: SessionId(app.clock.new_id()),
        user_id,
        token_hash: token.hash(),
        expires_at: now + ABSOLUTE_LIFETIME,
        ip_address: client.ip_address,
        user_agent: client.user_agent.as_deref().map(cut_user_agent),
        has_code: false,
    }
}

fn cut_user_agent(text: &str) -> &str {
    let end = text.char_indices().nth(MAX_USER_AGENT_CHARS);
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_user_agents_are_cut_between_characters() {
        assert_eq!(cut_user_agent("ä"), "ä");
        assert_eq!(cut_user_agent(&"ä".repeat(600)), "ä".repeat(500));
    }
}
