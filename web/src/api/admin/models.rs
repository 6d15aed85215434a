//! `PUT /api/admin/models/{id}/toggle`

use axum::extract::State;
use serde::{Deserialize, Serialize};
use studio_app::models::{self, SwitchChange};
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// What to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SwitchesChangeBody {
    /// Whether new jobs take the model. Stored jobs go on either way.
    #[serde(default)]
    is_active: Option<bool>,
    /// Whether it is listed among the featured models.
    #[serde(default)]
    is_featured: Option<bool>,
}

/// The switches of a model.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SwitchesBody {
    #[schema(example = "fal-ai/flux/dev")]
    id: String,
    is_active: bool,
    is_featured: bool,
}

/// Take a model off offer or put it back, and choose whether it is featured.
///
/// The slashes of its id are percent-encoded here: `/api/admin/models/fal-ai%2Fflux%2Fdev/toggle`.
/// Saying the same again changes nothing.
#[utoipa::path(
    put, path = "/api/admin/models/{id}/toggle", operation_id = "put_model_switches", tag = "admin",
    params(("id" = String, Path, description = "The model.", example = "fal-ai/flux/dev")),
    request_body = SwitchesChangeBody,
    responses(
        (status = 200, description = "The switches as they are now.", body = SwitchesBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such model.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_model_switches(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<String>,
    Json(body): Json<SwitchesChangeBody>,
) -> Result<axum::Json<SwitchesBody>> {
    let change = SwitchChange {
        is_active: body.is_active,
        is_featured: body.is_featured,
    };
    let switches = models::switch(&state.app, &user, &id, change).await?;
    Ok(axum::Json(SwitchesBody {
        id,
        is_active: switches.is_active,
        is_featured: switches.is_featured,
    }))
}
