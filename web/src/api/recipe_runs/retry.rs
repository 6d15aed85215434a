//! `POST /api/recipe-runs/{id}/retry`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use studio_app::recipes;
use studio_model::RecipeRunId;

use super::RecipeRunEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Run what failed again.
///
/// Starts the failed jobs of all steps again, 1,000 at the most, and tries refused pictures again. What comes of them goes on
/// to the steps after. A second request finds nothing failed and is answered 409.
#[utoipa::path(
    post, path = "/api/recipe-runs/{id}/retry", operation_id = "retry_recipe_run", tag = "recipes",
    params(("id" = uuid::Uuid, Path, description = "The run.")),
    responses(
        (status = 202, description = "Started again.", body = RecipeRunEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "You have no such run.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It was cancelled, or nothing of it failed.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn retry_recipe_run(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeRunId>,
) -> Result<(StatusCode, Json<RecipeRunEnvelope>)> {
    let run = recipes::retry_run(&state.app, user.id, id).await?;
    Ok((StatusCode::ACCEPTED, Json(run.into())))
}
