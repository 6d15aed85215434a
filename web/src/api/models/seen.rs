//! `PUT /api/models/seen`

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use studio_app::models;
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;

/// The model that was looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenBody {
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
}

/// Say that you have looked at a model: it is no news any more.
#[utoipa::path(
    put, path = "/api/models/seen", operation_id = "put_model_seen", tag = "models",
    request_body = SeenBody,
    responses(
        (status = 204, description = "Noted; also a second time."),
        (status = 404, description = "There is no such model.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_model_seen(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<SeenBody>,
) -> Result<StatusCode> {
    models::mark_seen(&state.app, user.id, &body.model_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
