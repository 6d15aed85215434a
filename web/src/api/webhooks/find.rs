//! `GET /api/webhooks/{id}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use studio_app::webhooks;
use studio_model::WebhookId;

use super::WebhookEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::PathId;
use crate::problem::Problem;

/// One of your webhooks.
#[utoipa::path(
    get, path = "/api/webhooks/{id}", operation_id = "find_webhook", tag = "webhooks",
    params(("id" = uuid::Uuid, Path, description = "The webhook.")),
    responses(
        (status = 200, description = "The webhook, without its secret.", body = WebhookEnvelope),
        (status = 404, description = "You have no such webhook.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_webhook(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<WebhookId>,
) -> Result<Response> {
    let hook = webhooks::find(&state.app, user.id, id).await?;
    Ok((etag(hook.updated_at), axum::Json(WebhookEnvelope::from(hook))).into_response())
}
