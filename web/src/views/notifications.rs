//! What the studio told the user.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::View;

/// The list, newest first, with the choice of what is told.
#[derive(Debug, Clone, Serialize)]
pub struct NotificationsPage {
    pub lines: Vec<NoticeLine>,
    /// Only what was not read.
    pub unread_only: bool,
    /// The address of the next page.
    pub next_href: Option<String>,
    pub choices: Vec<NoticeChoice>,
}

/// Something that was told.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeLine {
    pub id: String,
    /// `batch_ended`, …
    pub kind: String,
    /// What it is about, in a word or two.
    pub about: String,
    /// The page of that.
    pub href: Option<String>,
    /// What the sentence counts.
    pub number: u64,
    /// A sentence besides; empty for none.
    pub text: String,
    /// Jobs that failed.
    pub failed: u64,
    pub is_read: bool,
    pub created_at: DateTime<Utc>,
}

/// A kind that may be told.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeChoice {
    pub kind: String,
    pub is_wanted: bool,
}

impl View for NotificationsPage {
    const PAGE: &'static str = "pages/notifications/page.html";
}
