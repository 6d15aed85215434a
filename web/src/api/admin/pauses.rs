//! `/api/admin/pauses`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::queue::{self, Pause};
use utoipa::ToSchema;
use uuid::Uuid;

use super::scope;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// What to pause: a model, a user's queue, or everything when neither is named.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPauseBody {
    #[schema(example = "fal-ai/flux/dev")]
    model_id: Option<String>,
    user_id: Option<Uuid>,
    /// For those who wait, at most 500 characters.
    #[serde(default)]
    #[schema(example = "The model is being updated.")]
    reason: String,
}

/// Waiting jobs of the scope are held back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PauseBody {
    id: Uuid,
    /// `everything`, `model` or `user`.
    #[schema(example = "model")]
    scope: &'static str,
    model_id: Option<String>,
    user_id: Option<Uuid>,
    reason: String,
    created_at: DateTime<Utc>,
}

impl From<Pause> for PauseBody {
    fn from(pause: Pause) -> Self {
        let (scope, model_id, user_id) = scope::parts(pause.scope);
        Self {
            id: pause.id,
            scope,
            model_id,
            user_id,
            reason: pause.reason,
            created_at: pause.created_at,
        }
    }
}

/// All pauses.
#[utoipa::path(
    get, path = "/api/admin/pauses", operation_id = "list_pauses", tag = "admin",
    responses(
        (status = 200, description = "All of them, oldest first; there is no further page.", body = PageBody<PauseBody>),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_pauses(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<axum::Json<PageBody<PauseBody>>> {
    let pauses = queue::list_pauses(&state.app, &user).await?;
    Ok(axum::Json(PageBody::whole(
        pauses.into_iter().map(PauseBody::from).collect(),
    )))
}

/// Pause everything, a model, or a user's queue.
///
/// Takes effect within half a second on every node. Jobs that have begun go on.
#[utoipa::path(
    post, path = "/api/admin/pauses", operation_id = "create_pause", tag = "admin",
    request_body = NewPauseBody,
    responses(
        (status = 201, description = "Paused.", body = PauseBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is paused already.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "There is no such model or user.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_pause(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<NewPauseBody>,
) -> Result<impl IntoResponse> {
    let scope = scope::parse(body.model_id, body.user_id)?;
    let pause = queue::insert_pause(&state.app, &user, scope, &body.reason).await?;
    let location = format!("/api/admin/pauses/{}", pause.id);
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        axum::Json(PauseBody::from(pause)),
    ))
}

/// End a pause.
#[utoipa::path(
    delete, path = "/api/admin/pauses/{id}", operation_id = "delete_pause", tag = "admin",
    params(("id" = uuid::Uuid, Path, description = "The pause.")),
    responses(
        (status = 204, description = "Jobs go on."),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such pause.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_pause(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<Uuid>,
) -> Result<StatusCode> {
    queue::delete_pause(&state.app, &user, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
