//! `POST /api/webhooks/{id}/deliveries/{delivery_id}/resend` and `POST /api/webhooks/{id}/test`

use axum::extract::State;
use axum::response::Response;
use studio_app::webhooks::{self, Delivery};
use studio_model::{WebhookDeliveryId, WebhookId};

use super::DeliveryEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::idempotency::accepted;
use crate::problem::Problem;

/// Send something again.
///
/// It keeps its `webhook-id`, so that whoever took it before can tell; attempts are counted anew. What waits is sent at once.
#[utoipa::path(
    post, path = "/api/webhooks/{id}/deliveries/{delivery_id}/resend", operation_id = "resend_webhook_delivery", tag = "webhooks",
    params(
        ("id" = uuid::Uuid, Path, description = "The webhook."),
        ("delivery_id" = uuid::Uuid, Path, description = "The delivery."),
    ),
    responses(
        (status = 202, description = "It is sent in a moment; `Location` tells how it went.", body = DeliveryEnvelope),
        (status = 404, description = "You have no such delivery.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The webhook is off.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn resend_webhook_delivery(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId((id, delivery_id)): PathId<(WebhookId, WebhookDeliveryId)>,
) -> Result<Response> {
    let delivery = webhooks::resend(&state.app, user.id, id, delivery_id).await?;
    Ok(to_be_sent(delivery))
}

/// Try a webhook.
///
/// It is told the event `webhook.test`, which says nothing.
#[utoipa::path(
    post, path = "/api/webhooks/{id}/test", operation_id = "test_webhook", tag = "webhooks",
    params(("id" = uuid::Uuid, Path, description = "The webhook.")),
    responses(
        (status = 202, description = "It is sent in a moment; `Location` tells how it went.", body = DeliveryEnvelope),
        (status = 404, description = "You have no such webhook.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The webhook is off.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn test_webhook(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<WebhookId>,
) -> Result<Response> {
    Ok(to_be_sent(webhooks::send_trial(&state.app, user.id, id).await?))
}

fn to_be_sent(delivery: Delivery) -> Response {
    let location = format!("/api/webhooks/{}/deliveries/{}", delivery.webhook_id, delivery.id);
    accepted(location, DeliveryEnvelope::from(delivery), false)
}
