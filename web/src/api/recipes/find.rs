//! `GET /api/recipes/{id}`

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use studio_app::recipes;
use studio_model::RecipeId;

use super::RecipeEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::PathId;
use crate::problem::Problem;

/// One of your recipes.
#[utoipa::path(
    get, path = "/api/recipes/{id}", operation_id = "find_recipe", tag = "recipes",
    params(("id" = uuid::Uuid, Path, description = "The recipe.")),
    responses(
        (status = 200, description = "The recipe; its `ETag` is what a change sends as `If-Match`.", body = RecipeEnvelope),
        (status = 404, description = "You have no such recipe.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_recipe(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeId>,
) -> Result<Response> {
    let recipe = recipes::find(&state.app, user.id, id).await?;
    Ok((etag(recipe.updated_at), Json(RecipeEnvelope::from(recipe))).into_response())
}
