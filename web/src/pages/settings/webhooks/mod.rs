//! `/settings/webhooks`: addresses that are told what happens. A secret is shown in the answer to the form that made it, and never
//! again.

pub(crate) mod list;
pub(crate) mod one;

use studio_app::webhooks::{WebhookEvent, WebhookRequest, WebhookTrouble, WebhookView};

use crate::Error;
use crate::error::Result;
use crate::extract::FormPairs;
use crate::views::{WebhookLine, WebhookValues};

fn events() -> Vec<&'static str> {
    WebhookEvent::ALL.iter().map(|event| event.as_str()).collect()
}

fn line(hook: &WebhookView) -> WebhookLine {
    WebhookLine {
        id: hook.id.to_string(),
        url: hook.url.clone(),
        description: hook.description.clone(),
        events: hook.events.iter().map(|event| event.as_str()).collect(),
        is_enabled: hook.is_enabled,
        trouble: hook.trouble.map(WebhookTrouble::as_str),
        failing_since: hook.failing_since,
    }
}

fn read(pairs: &FormPairs) -> WebhookValues {
    let ticked = pairs.iter().filter(|(name, _)| *name == "events");
    WebhookValues {
        url: pairs.get("url").to_owned(),
        description: pairs.get("description").to_owned(),
        events: ticked.map(|(_, event)| event.to_owned()).collect(),
        is_enabled: pairs.get("is_enabled") == "true",
    }
}

/// # Errors
/// The control whose text makes no sense.
fn wanted(values: &WebhookValues) -> Result<WebhookRequest> {
    let events = values.events.iter().map(|event| WebhookEvent::parse(event));
    Ok(WebhookRequest {
        url: values.url.clone(),
        description: values.description.clone(),
        events: events
            .collect::<Option<_>>()
            .ok_or_else(|| Error::invalid("events", "Choose what it is told."))?,
        is_enabled: values.is_enabled,
    })
}
