//! Samples of webhooks.

use chrono::TimeDelta;

use super::now;
use crate::views::{
    DeliveryLine, FieldError, FormErrors, SettingsPage, WebhookLine, WebhookSettings, WebhookValues, WebhooksSettings,
};

fn line(index: usize) -> WebhookLine {
    WebhookLine {
        id: index.to_string(),
        url: "https://example.org/a/long/address/that/has/to/break/somewhere?token=0123456789abcdef0123456789"
            .to_owned(),
        description: ["The <b>printer</b>", "", "Old", "Gone"][index % 4].to_owned(),
        events: vec!["job.completed", "batch.completed"],
        is_enabled: index < 2,
        trouble: [None, None, Some("failing"), Some("gone")][index % 4],
        failing_since: (index == 1).then(now),
    }
}

fn events() -> Vec<&'static str> {
    let names = [
        "job.completed",
        "job.failed",
        "job.cancelled",
        "image.created",
        "batch.completed",
        "batch.stalled",
        "schedule.paused",
    ];
    names.into()
}

fn errors() -> FormErrors {
    let wrong = ["url", "description", "events", ""].map(|control| FieldError::new(control, "That is wrong."));
    FormErrors::sort(&WebhookValues::CONTROLS, &wrong)
}

/// None yet, some, and a refused form.
#[must_use]
pub fn webhook_lists() -> Vec<SettingsPage<WebhooksSettings>> {
    let empty = WebhooksSettings {
        hooks: Vec::new(),
        values: WebhookValues::default(),
        errors: FormErrors::sort(&WebhookValues::CONTROLS, &[]),
        events: events(),
        done: Some("removed"),
    };
    let some = WebhooksSettings {
        hooks: (0..4).map(line).collect(),
        done: None,
        ..empty.clone()
    };
    let refused = WebhooksSettings {
        values: WebhookValues {
            url: "http://localhost".to_owned(),
            events: vec!["job.failed".to_owned()],
            ..WebhookValues::default()
        },
        errors: errors(),
        ..some.clone()
    };
    [empty, some, refused].map(SettingsPage::new).into()
}

fn delivery(index: u16) -> DeliveryLine {
    let place = usize::from(index);
    DeliveryLine {
        id: index.to_string(),
        event: ["job.completed", "webhook.test", "batch.completed"][place % 3].to_owned(),
        status: ["delivered", "waiting", "failed"][place % 3],
        attempts: u32::from(index),
        next_attempt_at: (index == 1).then(|| now() + TimeDelta::minutes(2)),
        created_at: now(),
        duration_ms: (index != 1).then_some(84),
        answer_status: [Some(204), None, Some(500)][place % 3],
        answer: ["", "", "<h1>no</h1>"][place % 3].to_owned(),
        error: ["", "", "answered 500 Internal Server Error"][place % 3].to_owned(),
        data: "{\n  \"job_id\": \"0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b\"\n}".to_owned(),
        resend_href: format!("/settings/webhooks/0/deliveries/{index}/resend"),
    }
}

/// A new one, one at work, one that was switched off, and a refused form.
#[must_use]
pub fn webhook_pages() -> Vec<SettingsPage<WebhookSettings>> {
    let new = WebhookSettings {
        hook: line(0),
        version: "2026-11-26T16:00:00.123456Z".to_owned(),
        made: Some("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".to_owned()),
        previous_until: None,
        values: WebhookValues {
            url: line(0).url,
            description: line(0).description,
            events: vec!["job.completed".to_owned()],
            is_enabled: true,
        },
        errors: FormErrors::sort(&WebhookValues::CONTROLS, &[]),
        events: events(),
        deliveries: Vec::new(),
        status: String::new(),
        next_href: None,
        done: None,
    };
    let working = WebhookSettings {
        hook: line(1),
        made: None,
        previous_until: Some(now()),
        deliveries: (0..3).map(delivery).collect(),
        next_href: Some("/settings/webhooks/1?cursor=c2".to_owned()),
        done: Some("tried"),
        ..new.clone()
    };
    let off = |index| WebhookSettings {
        hook: line(index),
        previous_until: None,
        status: "failed".to_owned(),
        done: [None, None, Some("saved"), Some("resent")][index],
        ..working.clone()
    };
    let refused = WebhookSettings {
        errors: errors(),
        ..working.clone()
    };
    [new, working.clone(), off(2), off(3), refused]
        .map(SettingsPage::new)
        .into()
}
