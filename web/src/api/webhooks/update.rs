//! `PUT /api/webhooks/{id}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use studio_app::webhooks;
use studio_model::WebhookId;

use super::{WebhookEnvelope, WebhookRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// Replace what a webhook says.
///
/// Its secret stays. One that is switched on again is told what waited for it, and what happens from then on.
#[utoipa::path(
    put, path = "/api/webhooks/{id}", operation_id = "update_webhook", tag = "webhooks",
    params(
        ("id" = uuid::Uuid, Path, description = "The webhook."),
        ("If-Match" = String, Header, description = "The `ETag` of the webhook as you read it."),
    ),
    request_body = WebhookRequestBody,
    responses(
        (status = 200, description = "Replaced.", body = WebhookEnvelope),
        (status = 404, description = "You have no such webhook.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since you read it.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_webhook(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<WebhookId>,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<WebhookRequestBody>,
) -> Result<Response> {
    let hook = webhooks::update(&state.app, &user, id, seen_at, body.into()).await?;
    Ok((etag(hook.updated_at), axum::Json(WebhookEnvelope::from(hook))).into_response())
}
