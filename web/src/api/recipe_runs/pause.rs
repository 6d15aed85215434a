//! `/api/recipe-runs/{id}/pause`

use axum::Json;
use axum::extract::State;
use studio_app::recipes;
use studio_model::RecipeRunId;

use super::RecipeRunEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Hold a run back.
///
/// No picture becomes a job and no waiting job starts; jobs that have begun go on. Doing it twice is fine.
#[utoipa::path(
    put, path = "/api/recipe-runs/{id}/pause", operation_id = "pause_recipe_run", tag = "recipes",
    params(("id" = uuid::Uuid, Path, description = "The run.")),
    responses(
        (status = 200, description = "Paused.", body = RecipeRunEnvelope),
        (status = 404, description = "You have no such run.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended, or is being cancelled.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn pause_recipe_run(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeRunId>,
) -> Result<Json<RecipeRunEnvelope>> {
    let run = recipes::pause_run(&state.app, user.id, id).await?;
    Ok(Json(run.into()))
}

/// Let a paused run go on.
///
/// Doing it twice is fine.
#[utoipa::path(
    delete, path = "/api/recipe-runs/{id}/pause", operation_id = "resume_recipe_run", tag = "recipes",
    params(("id" = uuid::Uuid, Path, description = "The run.")),
    responses(
        (status = 200, description = "Not paused any more.", body = RecipeRunEnvelope),
        (status = 404, description = "You have no such run.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended, or is being cancelled.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn resume_recipe_run(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeRunId>,
) -> Result<Json<RecipeRunEnvelope>> {
    let run = recipes::resume_run(&state.app, user.id, id).await?;
    Ok(Json(run.into()))
}
