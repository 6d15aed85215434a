//! `PUT /api/recipes/{id}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use studio_app::recipes;
use studio_model::RecipeId;

use super::{RecipeEnvelope, RecipeRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// Replace a recipe.
///
/// What runs goes on with the steps that it began with.
#[utoipa::path(
    put, path = "/api/recipes/{id}", operation_id = "update_recipe", tag = "recipes",
    params(
        ("id" = uuid::Uuid, Path, description = "The recipe."),
        ("If-Match" = String, Header, description = "The `ETag` of the recipe as you read it."),
    ),
    request_body = RecipeRequestBody,
    responses(
        (status = 200, description = "Replaced.", body = RecipeEnvelope),
        (status = 404, description = "You have no such recipe.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since you read it.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; those of a step are named like `steps[1].parameters.strength`.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_recipe(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeId>,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<RecipeRequestBody>,
) -> Result<Response> {
    let recipe = recipes::update(&state.app, user.id, id, seen_at, body.into()).await?;
    Ok((etag(recipe.updated_at), axum::Json(RecipeEnvelope::from(recipe))).into_response())
}
