//! `GET /api/webhooks/{id}/deliveries` and `GET /api/webhooks/{id}/deliveries/{delivery_id}`

use axum::Json;
use axum::extract::State;
use studio_app::webhooks::{self, DeliveryStatus};
use studio_model::{WebhookDeliveryId, WebhookId};

use super::{DeliveryBody, DeliveryEnvelope};
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, PathId, QueryPairs};
use crate::problem::Problem;
use crate::{AppState, Error};

/// What a webhook was told, newest first.
///
/// Kept for 30 days, or as the installation is set.
#[utoipa::path(
    get, path = "/api/webhooks/{id}/deliveries", operation_id = "list_webhook_deliveries", tag = "webhooks",
    params(
        ("id" = uuid::Uuid, Path, description = "The webhook."),
        ("status" = Option<String>, Query, description = "Only those that are `waiting`, `delivered` or `failed`."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of deliveries.", body = PageBody<DeliveryBody>),
        (status = 404, description = "You have no such webhook.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_webhook_deliveries(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<WebhookId>,
    page: PageQuery,
    QueryPairs(query): QueryPairs,
) -> Result<Json<PageBody<DeliveryBody>>> {
    let status = wanted_status(query.get("status"))?;
    let found = webhooks::list_deliveries(&state.app, user.id, id, status, page.cursor, page.limit).await?;
    Ok(Json(found.into()))
}

/// An empty text is every status.
pub(crate) fn wanted_status(text: &str) -> Result<Option<DeliveryStatus>> {
    if text.is_empty() {
        return Ok(None);
    }
    let status = DeliveryStatus::parse(text);
    let status = status.ok_or_else(|| Error::invalid("status", "Use waiting, delivered or failed."))?;
    Ok(Some(status))
}

/// One of them.
#[utoipa::path(
    get, path = "/api/webhooks/{id}/deliveries/{delivery_id}", operation_id = "find_webhook_delivery", tag = "webhooks",
    params(
        ("id" = uuid::Uuid, Path, description = "The webhook."),
        ("delivery_id" = uuid::Uuid, Path, description = "The delivery."),
    ),
    responses(
        (status = 200, description = "The delivery.", body = DeliveryEnvelope),
        (status = 404, description = "You have no such delivery.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_webhook_delivery(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId((id, delivery_id)): PathId<(WebhookId, WebhookDeliveryId)>,
) -> Result<Json<DeliveryEnvelope>> {
    let delivery = webhooks::find_delivery(&state.app, user.id, id, delivery_id).await?;
    Ok(Json(delivery.into()))
}
