//! `POST /api/webhooks`

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::webhooks;

use super::{MadeWebhookBody, WebhookRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::Json;
use crate::problem::Problem;

/// Make a webhook.
///
/// The answer tells the secret that its requests are signed with, and none after it does.
#[utoipa::path(
    post, path = "/api/webhooks", operation_id = "create_webhook", tag = "webhooks",
    request_body = WebhookRequestBody,
    responses(
        (status = 201, description = "Made.", body = MadeWebhookBody),
        (status = 409, description = "You have 20 webhooks.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_webhook(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<WebhookRequestBody>,
) -> Result<Response> {
    let made = webhooks::create(&state.app, &user, body.into()).await?;
    let location = [(header::LOCATION, format!("/api/webhooks/{}", made.webhook.id))];
    let version = etag(made.webhook.updated_at);
    let unkept = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    let body = axum::Json(MadeWebhookBody::from(made));
    Ok((StatusCode::CREATED, location, version, unkept, body).into_response())
}
