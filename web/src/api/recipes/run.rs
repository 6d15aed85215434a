//! `POST /api/recipes/{id}/run`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use studio_app::recipes::{self, RunRequest};
use studio_model::{ImageId, ProjectId, RecipeId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::recipe_runs::RecipeRunEnvelope;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::idempotency::{accepted, idempotency_key};
use crate::problem::Problem;

/// Pictures to work on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunRequestBody {
    /// 1 to 1,000 of your pictures, each once.
    image_ids: Vec<Uuid>,
    /// The project that the new pictures go to; left out: that of each picture.
    project_id: Option<Uuid>,
}

/// Give a recipe pictures to work on.
///
/// The pictures become jobs within moments, each setting its own price aside then; while the balance is too small for the next
/// one, the run waits with `no_credits`. With an `Idempotency-Key` a repeated request gets the first one's run.
#[utoipa::path(
    post, path = "/api/recipes/{id}/run", operation_id = "run_recipe", tag = "recipes",
    params(
        ("id" = uuid::Uuid, Path, description = "The recipe."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request."),
    ),
    request_body = RunRequestBody,
    responses(
        (status = 202, description = "It starts within moments.", body = RecipeRunEnvelope),
        (status = 404, description = "You have no such recipe.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A picture is not yours, or a model does not offer its step any more.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn run_recipe(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<RecipeId>,
    headers: HeaderMap,
    Json(body): Json<RunRequestBody>,
) -> Result<Response> {
    let request = RunRequest {
        image_ids: body.image_ids.into_iter().map(ImageId).collect(),
        project_id: body.project_id.map(ProjectId),
        idempotency_key: idempotency_key(&headers)?,
    };
    let submitted = recipes::run(&state.app, user.id, id, request).await?;
    let location = format!("/api/recipe-runs/{}", submitted.run.id);
    let body = RecipeRunEnvelope::from(submitted.run);
    Ok(accepted(location, body, submitted.replayed))
}
