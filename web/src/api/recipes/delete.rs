//! `DELETE /api/recipes/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use studio_app::recipes;
use studio_model::RecipeId;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Remove a recipe.
///
/// What runs goes on. A schedule that names it is refused at its next run.
#[utoipa::path(
    delete, path = "/api/recipes/{id}", operation_id = "delete_recipe", tag = "recipes",
    params(("id" = uuid::Uuid, Path, description = "The recipe.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "You have no such recipe.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_recipe(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeId>,
) -> Result<StatusCode> {
    recipes::delete(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
