//! `POST /api/recipes`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::recipes;

use super::{RecipeEnvelope, RecipeRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::Json;
use crate::problem::Problem;

/// Keep steps for further use.
///
/// Each is checked against its model. Nothing runs before pictures are given to it.
#[utoipa::path(
    post, path = "/api/recipes", operation_id = "create_recipe", tag = "recipes",
    request_body = RecipeRequestBody,
    responses(
        (status = 201, description = "Made.", body = RecipeEnvelope),
        (status = 409, description = "You have 100 recipes.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; those of a step are named like `steps[1].parameters.strength`.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_recipe(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<RecipeRequestBody>,
) -> Result<Response> {
    let recipe = recipes::create(&state.app, user.id, body.into()).await?;
    let location = [(header::LOCATION, format!("/api/recipes/{}", recipe.id))];
    let version = etag(recipe.updated_at);
    let body = axum::Json(RecipeEnvelope::from(recipe));
    Ok((StatusCode::CREATED, location, version, body).into_response())
}
