//! `GET /api/recipe-runs/{id}`

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

/// One of your runs: what became of the pictures by step, and what failed.
#[utoipa::path(
    get, path = "/api/recipe-runs/{id}", operation_id = "find_recipe_run", tag = "recipes",
    params(("id" = uuid::Uuid, Path, description = "The run.")),
    responses(
        (status = 200, description = "The run.", body = RecipeRunEnvelope),
        (status = 404, description = "You have no such run.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_recipe_run(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeRunId>,
) -> Result<Json<RecipeRunEnvelope>> {
    let run = recipes::find_run(&state.app, user.id, id).await?;
    Ok(Json(run.into()))
}
