//! `DELETE /api/webhooks/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use studio_app::webhooks;
use studio_model::WebhookId;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Remove a webhook with all that it was told.
#[utoipa::path(
    delete, path = "/api/webhooks/{id}", operation_id = "delete_webhook", tag = "webhooks",
    params(("id" = uuid::Uuid, Path, description = "The webhook.")),
    responses(
        (status = 204, description = "Removed; what is being sent at this moment may still arrive."),
        (status = 404, description = "You have no such webhook.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_webhook(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<WebhookId>,
) -> Result<StatusCode> {
    webhooks::delete(&state.app, &user, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
