//! A webhook on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::webhooks::{Made, WebhookRequest, WebhookTrouble, WebhookView};
use studio_model::WebhookEvent;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that a webhook can be told.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
pub(super) enum WebhookEventBody {
    /// A job has ended with its pictures.
    #[serde(rename = "job.completed")]
    JobCompleted,
    /// A job has ended without.
    #[serde(rename = "job.failed")]
    JobFailed,
    /// A job was cancelled.
    #[serde(rename = "job.cancelled")]
    JobCancelled,
    /// A picture was stored: of a job, or brought as a file.
    #[serde(rename = "image.created")]
    ImageCreated,
    /// A batch has ended, whatever became of its jobs.
    #[serde(rename = "batch.completed")]
    BatchCompleted,
    /// A batch cannot go on; told once a day for each reason.
    #[serde(rename = "batch.stalled")]
    BatchStalled,
    /// A schedule that keeps failing was paused.
    #[serde(rename = "schedule.paused")]
    SchedulePaused,
}

impl From<WebhookEventBody> for WebhookEvent {
    fn from(event: WebhookEventBody) -> Self {
        match event {
            WebhookEventBody::JobCompleted => Self::JobCompleted,
            WebhookEventBody::JobFailed => Self::JobFailed,
            WebhookEventBody::JobCancelled => Self::JobCancelled,
            WebhookEventBody::ImageCreated => Self::ImageCreated,
            WebhookEventBody::BatchCompleted => Self::BatchCompleted,
            WebhookEventBody::BatchStalled => Self::BatchStalled,
            WebhookEventBody::SchedulePaused => Self::SchedulePaused,
        }
    }
}

impl From<WebhookEvent> for WebhookEventBody {
    fn from(event: WebhookEvent) -> Self {
        match event {
            WebhookEvent::JobCompleted => Self::JobCompleted,
            WebhookEvent::JobFailed => Self::JobFailed,
            WebhookEvent::JobCancelled => Self::JobCancelled,
            WebhookEvent::ImageCreated => Self::ImageCreated,
            WebhookEvent::BatchCompleted => Self::BatchCompleted,
            WebhookEvent::BatchStalled => Self::BatchStalled,
            WebhookEvent::SchedulePaused => Self::SchedulePaused,
        }
    }
}

/// Why the studio switched a webhook off.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum WebhookTroubleBody {
    /// It took nothing for a day.
    Failing,
    /// It answered 410, that it is gone for good.
    Gone,
}

/// What a webhook is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookRequestBody {
    /// Where it is: `https`, without user name and password, in a network that the studio may reach; at most 2,000 characters.
    #[schema(example = "https://example.org/studio")]
    url: String,
    /// At most 200 characters.
    #[serde(default)]
    #[schema(example = "The printer")]
    description: String,
    /// What it is told: at least one.
    events: Vec<WebhookEventBody>,
    /// Whether it is told anything; true when it is left out. What happens while it is off is not told later.
    #[serde(default = "yes")]
    is_enabled: bool,
}

const fn yes() -> bool {
    true
}

impl From<WebhookRequestBody> for WebhookRequest {
    fn from(body: WebhookRequestBody) -> Self {
        Self {
            url: body.url,
            description: body.description,
            events: body.events.into_iter().map(WebhookEvent::from).collect(),
            is_enabled: body.is_enabled,
        }
    }
}

/// An address that is told what happens.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookBody {
    id: Uuid,
    #[schema(example = "https://example.org/studio")]
    url: String,
    #[schema(example = "The printer")]
    description: String,
    events: Vec<WebhookEventBody>,
    is_enabled: bool,
    /// Why the studio switched it off; `null` when you did, or it is on.
    disabled_reason: Option<WebhookTroubleBody>,
    /// The first failure since it last took something; `null` while it works.
    failing_since: Option<DateTime<Utc>>,
    /// Until when requests are signed with the secret before the present one, too.
    previous_secret_until: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// When what it says was last changed. The `ETag` says the same.
    updated_at: DateTime<Utc>,
}

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookEnvelope {
    webhook: WebhookBody,
}

/// A webhook with a secret that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeWebhookBody {
    webhook: WebhookBody,
    /// What requests are signed with: `whsec_` and Base64 of 32 bytes. Keep it: it is told only now.
    #[schema(example = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    secret: String,
}

impl From<WebhookView> for WebhookBody {
    fn from(hook: WebhookView) -> Self {
        let trouble = |trouble| match trouble {
            WebhookTrouble::Failing => WebhookTroubleBody::Failing,
            WebhookTrouble::Gone => WebhookTroubleBody::Gone,
        };
        Self {
            id: hook.id.0,
            url: hook.url,
            description: hook.description,
            events: hook.events.into_iter().map(WebhookEventBody::from).collect(),
            is_enabled: hook.is_enabled,
            disabled_reason: hook.trouble.map(trouble),
            failing_since: hook.failing_since,
            previous_secret_until: hook.previous_until,
            created_at: hook.created_at,
            updated_at: hook.updated_at,
        }
    }
}

impl From<WebhookView> for WebhookEnvelope {
    fn from(hook: WebhookView) -> Self {
        Self { webhook: hook.into() }
    }
}

impl From<Made> for MadeWebhookBody {
    fn from(made: Made) -> Self {
        Self {
            webhook: made.webhook.into(),
            secret: made.secret.expose(),
        }
    }
}
