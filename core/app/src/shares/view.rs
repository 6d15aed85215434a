//! A link as its owner sees it.

use chrono::{DateTime, Utc};
use studio_db::shares::Share;
use studio_model::{ShareId, ShareTarget, ShareToken};

/// A link.
#[derive(Clone, Debug)]
pub struct ShareView {
    /// Its id.
    pub id: ShareId,
    /// What it shows.
    pub target: ShareTarget,
    /// The part of its address that nobody can guess.
    pub token: ShareToken,
    /// Name or prompt of the picture, or name of the project.
    pub title: String,
    /// The link is dead from then on.
    pub expires_at: Option<DateTime<Utc>>,
    /// Why it shows nothing now, if it does.
    pub dead: Option<Dead>,
    /// Visitors are asked for a password.
    pub has_password: bool,
    /// Prompts are shown.
    pub shows_prompts: bool,
    /// Originals can be downloaded.
    pub allows_download: bool,
    /// Search engines may list the page.
    pub allows_indexing: bool,
    /// Visitors so far, each once in 24 hours.
    pub view_count: u32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Why a link shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dead {
    /// Its time is over.
    Expired,
    /// The picture is in the trash.
    Trashed,
}

impl Dead {
    /// A stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Trashed => "trashed",
        }
    }
}

impl ShareView {
    pub(super) fn at(share: Share, now: DateTime<Utc>) -> Self {
        let is_expired = share.rules.expires_at.is_some_and(|at| at <= now);
        let dead = match () {
            () if is_expired => Some(Dead::Expired),
            () if share.is_trashed => Some(Dead::Trashed),
            () => None,
        };
        Self {
            id: share.id,
            target: share.target,
            token: share.token,
            title: share.title,
            expires_at: share.rules.expires_at,
            dead,
            has_password: share.rules.password_hash.is_some(),
            shows_prompts: share.rules.shows_prompts,
            allows_download: share.rules.allows_download,
            allows_indexing: share.rules.allows_indexing,
            view_count: share.view_count.unsigned_abs(),
            created_at: share.created_at,
        }
    }
}
