//! Samples of the audit log.

use super::now;
use crate::views::{AuditLine, AuditPage, AuditValues, FieldError, FormErrors};

fn line(action: &str, subject: &str) -> AuditLine {
    AuditLine {
        at: now(),
        message: Some(AuditPage::message(action)),
        action: action.to_owned(),
        actor: "ada@example.org".to_owned(),
        actor_href: Some("/admin/audit?actor_id=1".to_owned()),
        by_key: false,
        subject: subject.to_owned(),
        details: Vec::new(),
        ip_address: Some("192.0.2.7".to_owned()),
        ip_href: Some("/admin/audit?ip=192.0.2.7".to_owned()),
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64) Chrome/156".to_owned()),
    }
}

/// With entries of several kinds, and a filter that makes no sense.
#[must_use]
pub fn audit_pages() -> Vec<AuditPage> {
    let actions: Vec<_> = studio_model::AuditAction::ALL
        .iter()
        .map(|action| (action.as_str(), AuditPage::message(action.as_str())))
        .collect();
    let limit = AuditLine {
        details: vec![("max_running".to_owned(), "4".to_owned())],
        by_key: true,
        ..line("limit.set", "fal-ai/flux/dev")
    };
    let stranger = AuditLine {
        actor: "<b>nobody</b>@example.org".to_owned(),
        actor_href: None,
        user_agent: None,
        ..line("session.refused", "")
    };
    let other = AuditLine {
        message: None,
        actor: String::new(),
        actor_href: None,
        ip_address: None,
        ip_href: None,
        ..line("future.act", "something")
    };
    let full = AuditPage {
        lines: vec![line("session.began", ""), limit, stranger, other],
        values: AuditValues::default(),
        errors: FormErrors::sort(&AuditPage::CONTROLS, &[]),
        actions,
        next_href: Some("/admin/audit?cursor=c2".to_owned()),
    };
    let errors: Vec<FieldError> = AuditPage::CONTROLS
        .iter()
        .chain(&[""])
        .map(|control| FieldError::new(*control, "That is wrong."))
        .collect();
    let refused = AuditPage {
        lines: Vec::new(),
        values: AuditValues {
            action: "limit.set".to_owned(),
            ip: "x".to_owned(),
            from: "2026-11-01".to_owned(),
            until: "2026-11-02".to_owned(),
            actor_id: "1".to_owned(),
        },
        errors: FormErrors::sort(&AuditPage::CONTROLS, &errors),
        next_href: None,
        ..full.clone()
    };
    vec![full, refused]
}
