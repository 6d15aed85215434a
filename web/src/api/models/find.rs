//! `GET /api/models/{id}`

use axum::Json;
use axum::extract::State;
use studio_app::models;

use super::ModelBody;
use crate::AppState;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// A model on offer.
///
/// The slashes of its id stand as they are: `/api/models/fal-ai/flux/dev`.
#[utoipa::path(
    get, path = "/api/models/{*id}", operation_id = "find_model", tag = "models",
    security(()),
    params(("id" = String, Path, description = "The model.", example = "fal-ai/flux/dev")),
    responses(
        (status = 200, description = "The model.", body = ModelBody),
        (status = 404, description = "There is no such model.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_model(State(state): State<AppState>, PathId(id): PathId<String>) -> Result<Json<ModelBody>> {
    Ok(Json(models::find(&state.app, &id).await?.into()))
}
