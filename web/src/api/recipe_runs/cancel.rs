//! `DELETE /api/recipe-runs/{id}`

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

/// Cancel a run.
///
/// No picture goes on from here; what waits ends within moments, and the provider is asked to cancel what runs. Pictures that
/// are there stay, and so do the rows of a batch that it follows on. Doing it twice is fine.
#[utoipa::path(
    delete, path = "/api/recipe-runs/{id}", operation_id = "cancel_recipe_run", tag = "recipes",
    params(("id" = uuid::Uuid, Path, description = "The run.")),
    responses(
        (status = 200, description = "It ends.", body = RecipeRunEnvelope),
        (status = 404, description = "You have no such run.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended already.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn cancel_recipe_run(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeRunId>,
) -> Result<Json<RecipeRunEnvelope>> {
    let run = recipes::cancel_run(&state.app, user.id, id).await?;
    Ok(Json(run.into()))
}
