//! `POST /api/webhooks/{id}/secret`

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::webhooks;
use studio_model::WebhookId;

use super::MadeWebhookBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Give a webhook another secret.
///
/// The answer is the only one that ever tells it. For 24 hours requests carry two signatures, by this secret and by the one before.
#[utoipa::path(
    post, path = "/api/webhooks/{id}/secret", operation_id = "rotate_webhook_secret", tag = "webhooks",
    params(("id" = uuid::Uuid, Path, description = "The webhook.")),
    responses(
        (status = 201, description = "Made.", body = MadeWebhookBody),
        (status = 404, description = "You have no such webhook.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn rotate_webhook_secret(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<WebhookId>,
) -> Result<Response> {
    let made = webhooks::rotate_secret(&state.app, &user, id).await?;
    let headers = [
        (
            header::LOCATION,
            HeaderValue::try_from(format!("/api/webhooks/{id}")).expect("an id is ASCII"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((StatusCode::CREATED, headers, axum::Json(MadeWebhookBody::from(made))).into_response())
}
