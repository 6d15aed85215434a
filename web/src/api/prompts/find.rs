//! `GET /api/prompts/{id}`

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use studio_app::prompts;
use studio_model::PromptId;

use super::PromptEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::PathId;
use crate::problem::Problem;

/// One of your prompts.
#[utoipa::path(
    get, path = "/api/prompts/{id}", operation_id = "find_prompt", tag = "prompts",
    params(("id" = uuid::Uuid, Path, description = "The prompt.")),
    responses(
        (status = 200, description = "The prompt; its `ETag` is what a change sends as `If-Match`.", body = PromptEnvelope),
        (status = 404, description = "You have no such prompt.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_prompt(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<PromptId>,
) -> Result<Response> {
    let prompt = prompts::find(&state.app, user.id, id).await?;
    Ok((etag(prompt.updated_at), Json(PromptEnvelope::from(prompt))).into_response())
}
