//! `/api/prompts/{id}/favorite`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use studio_app::prompts;
use studio_model::{PromptId, UserId};

use super::PromptEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::PathId;
use crate::problem::Problem;

/// Mark a prompt as a favourite.
///
/// Doing it twice is fine.
#[utoipa::path(
    post, path = "/api/prompts/{id}/favorite", operation_id = "favorite_prompt", tag = "prompts",
    params(("id" = uuid::Uuid, Path, description = "The prompt.")),
    responses(
        (status = 200, description = "Marked.", body = PromptEnvelope),
        (status = 404, description = "You have no such prompt.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn favorite_prompt(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<PromptId>,
) -> Result<Response> {
    set(&state, user.id, id, true).await
}

/// Take the mark away.
///
/// Doing it twice is fine.
#[utoipa::path(
    delete, path = "/api/prompts/{id}/favorite", operation_id = "unfavorite_prompt", tag = "prompts",
    params(("id" = uuid::Uuid, Path, description = "The prompt.")),
    responses(
        (status = 200, description = "Not marked any more.", body = PromptEnvelope),
        (status = 404, description = "You have no such prompt.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unfavorite_prompt(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<PromptId>,
) -> Result<Response> {
    set(&state, user.id, id, false).await
}

async fn set(state: &AppState, user_id: UserId, id: PromptId, is_favorite: bool) -> Result<Response> {
    let prompt = prompts::set_favorite(&state.app, user_id, id, is_favorite).await?;
    Ok((etag(prompt.updated_at), axum::Json(PromptEnvelope::from(prompt))).into_response())
}
