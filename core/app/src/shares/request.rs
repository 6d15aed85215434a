//! What a link is to be like.

use chrono::{DateTime, TimeDelta, Utc};
use studio_db::shares::ShareRules;

use crate::accounts::password;
use crate::texts::Complaints;
use crate::{App, Result};

/// Characters of a link's password at least. Guesses are counted, so it may be shorter than an account's.
pub const MIN_SHARE_PASSWORD: usize = 6;
/// Characters of a link's password at most.
pub const MAX_SHARE_PASSWORD: usize = 200;
/// How far ahead a link's end may lie.
const LONGEST: TimeDelta = TimeDelta::days(3660);

/// What its maker says of a link, unchecked. By default it never ends, asks for nothing and shows the pictures alone.
#[derive(Clone, Debug, Default)]
pub struct ShareRequest {
    /// From now on, within ten years; none is never.
    pub expires_at: Option<DateTime<Utc>>,
    /// 6 to 200 characters; none lets everybody in who has the link.
    pub password: Option<String>,
    /// Show the prompts.
    pub shows_prompts: bool,
    /// Offer the originals.
    pub allows_download: bool,
    /// Let search engines list the page; not together with a password.
    pub allows_indexing: bool,
}

impl ShareRequest {
    pub(super) async fn check(self, app: &App) -> Result<ShareRules> {
        let mut complaints = Complaints::default();
        let now = app.clock.now();
        if self.expires_at.is_some_and(|at| at <= now || at > now + LONGEST) {
            complaints.add("expires_at", "name a time in the next ten years");
        }
        let length = self.password.as_ref().map(|text| text.chars().count());
        if length.is_some_and(|length| !(MIN_SHARE_PASSWORD..=MAX_SHARE_PASSWORD).contains(&length)) {
            complaints.add(
                "password",
                format!("use {MIN_SHARE_PASSWORD} to {MAX_SHARE_PASSWORD} characters, or none at all"),
            );
        }
        if self.allows_indexing && self.password.is_some() {
            complaints.add(
                "allows_indexing",
                "search engines know no password: choose one of the two",
            );
        }
        complaints.finish()?;
        let password_hash = match self.password {
            Some(text) => Some(password::hash(text).await?),
            None => None,
        };
        Ok(ShareRules {
            expires_at: self.expires_at,
            password_hash,
            shows_prompts: self.shows_prompts,
            allows_download: self.allows_download,
            allows_indexing: self.allows_indexing,
        })
    }
}
