//! On the wire: what a webhook was told.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use studio_app::webhooks::{Delivery, DeliveryStatus};
use utoipa::ToSchema;
use uuid::Uuid;

/// What became of it.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum DeliveryStatusBody {
    /// It is to be sent, perhaps again.
    Waiting,
    /// It was answered with a status from 200 to 299.
    Delivered,
    /// It was given up after eleven attempts in about a day, or after a 410.
    Failed,
}

/// Something that a webhook was told, or is to be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveryBody {
    /// The `webhook-id` of its requests, the same in all attempts.
    id: Uuid,
    /// Name of the event; of a test `webhook.test`.
    #[schema(example = "job.completed")]
    event: String,
    /// What its request says in `data`.
    #[schema(value_type = Object)]
    data: Value,
    status: DeliveryStatusBody,
    /// Attempts since it was written, or sent again.
    #[schema(example = 1)]
    attempts: u32,
    /// When the next attempt is, while it waits.
    next_attempt_at: Option<DateTime<Utc>>,
    /// When it happened.
    created_at: DateTime<Utc>,
    /// The last attempt.
    attempted_at: Option<DateTime<Utc>>,
    /// Milliseconds that it took.
    #[schema(example = 84)]
    duration_ms: Option<u32>,
    /// The status of its answer; `null` without an answer.
    #[schema(example = 200)]
    answer_status: Option<u16>,
    /// The first kilobyte of the answer, as text.
    #[schema(example = "ok")]
    answer: Option<String>,
    /// Why it was no success.
    error: Option<String>,
}

/// Something that a webhook was told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveryEnvelope {
    delivery: DeliveryBody,
}

impl From<Delivery> for DeliveryBody {
    fn from(delivery: Delivery) -> Self {
        let is_waiting = delivery.status == DeliveryStatus::Waiting;
        Self {
            id: delivery.id.0,
            event: delivery.event,
            data: delivery.data,
            status: match delivery.status {
                DeliveryStatus::Waiting => DeliveryStatusBody::Waiting,
                DeliveryStatus::Delivered => DeliveryStatusBody::Delivered,
                DeliveryStatus::Failed => DeliveryStatusBody::Failed,
            },
            attempts: delivery.attempts,
            next_attempt_at: is_waiting.then_some(delivery.next_attempt_at),
            created_at: delivery.created_at,
            attempted_at: delivery.attempted_at,
            duration_ms: delivery.duration_ms,
            answer_status: delivery.answer_status,
            answer: delivery.answer,
            error: delivery.error,
        }
    }
}

impl From<Delivery> for DeliveryEnvelope {
    fn from(delivery: Delivery) -> Self {
        Self {
            delivery: delivery.into(),
        }
    }
}
