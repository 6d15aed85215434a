//! Samples of the end of an account.

use chrono::TimeDelta;

use super::now;
use crate::views::{DangerSettings, FieldError, FormErrors, LeavingPage, Loss, SettingsPage};

/// One or some of everything.
fn losses() -> Vec<Loss> {
    let all = [
        ("images", 1_284),
        ("projects", 1),
        ("collections", 2),
        ("prompts", 14),
        ("jobs", 640),
        ("batches", 2),
        ("schedules", 1),
        ("recipes", 1),
        ("presets", 2),
        ("comments", 5),
        ("shares", 1),
        ("webhooks", 1),
        ("api-keys", 2),
    ];
    all.into_iter().map(|(kind, count)| Loss { kind, count }).collect()
}

/// A full account, an empty one, and one with a second factor and everything wrong.
#[must_use]
pub fn danger_settings() -> Vec<SettingsPage<DangerSettings>> {
    let errors = |errors: &[FieldError]| FormErrors::sort(&DangerSettings::CONTROLS, errors);
    let full = DangerSettings {
        email: "ada@example.org".to_owned(),
        losses: losses(),
        image_bytes: 2_013_265_920,
        credits: 961.5,
        grace_days: 14,
        asks_for_code: false,
        errors: errors(&[]),
    };
    let empty = DangerSettings {
        losses: Vec::new(),
        credits: 0.0,
        grace_days: 1,
        ..full.clone()
    };
    let wrong = ["password", "code", ""].map(|field| FieldError::new(field, "That is wrong."));
    let refused = DangerSettings {
        asks_for_code: true,
        errors: errors(&wrong),
        ..full.clone()
    };
    [full, empty, refused].map(SettingsPage::new).into()
}

/// A full account, an empty one, and one that cannot be kept.
#[must_use]
pub fn leaving_pages() -> Vec<LeavingPage> {
    let full = LeavingPage {
        email: "ada@example.org".to_owned(),
        due_at: Some(now() + TimeDelta::days(14)),
        losses: losses(),
        complaint: None,
    };
    let empty = LeavingPage {
        losses: Vec::new(),
        ..full.clone()
    };
    let late = LeavingPage {
        due_at: None,
        complaint: Some("This account is not about to be deleted.".to_owned()),
        ..full.clone()
    };
    vec![full, empty, late]
}
