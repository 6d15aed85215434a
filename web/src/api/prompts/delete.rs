//! `DELETE /api/prompts/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use studio_app::prompts;
use studio_model::PromptId;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Remove a prompt.
///
/// Copies that others made of it stay.
#[utoipa::path(
    delete, path = "/api/prompts/{id}", operation_id = "delete_prompt", tag = "prompts",
    params(("id" = uuid::Uuid, Path, description = "The prompt.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "You have no such prompt.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_prompt(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<PromptId>,
) -> Result<StatusCode> {
    prompts::delete(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
