//! Samples of what the studio told.

use super::now;
use crate::views::{NoticeChoice, NoticeLine, NotificationsPage};

const KINDS: [&str; 6] = [
    "batch_ended",
    "batch_stalled",
    "schedule_paused",
    "budget_reached",
    "share_expiring",
    "webhook_disabled",
];

/// One of each kind, and none.
#[must_use]
pub fn notification_pages() -> Vec<NotificationsPage> {
    let choices: Vec<NoticeChoice> = KINDS
        .iter()
        .map(|kind| NoticeChoice {
            kind: (*kind).to_owned(),
            is_wanted: *kind != "share_expiring",
        })
        .collect();
    let lines = KINDS.iter().enumerate().map(|(index, kind)| NoticeLine {
        id: index.to_string(),
        kind: (*kind).to_owned(),
        about: "Owls <script>".to_owned(),
        href: (index != 3).then(|| "/batches/1".to_owned()),
        number: 12,
        text: ["", "The next job costs up to 3 credits and 1 are left."][index % 2].to_owned(),
        failed: 2,
        is_read: index % 2 == 0,
        created_at: now(),
    });
    let full = NotificationsPage {
        lines: lines.collect(),
        unread_only: false,
        next_href: Some("/notifications?cursor=c2".to_owned()),
        choices,
    };
    let bare = NotificationsPage {
        lines: Vec::new(),
        unread_only: true,
        next_href: None,
        ..full.clone()
    };
    vec![full, bare]
}
