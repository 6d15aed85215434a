//! `/api/admin/limits`

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::queue::{self, Limit};
use utoipa::ToSchema;
use uuid::Uuid;

use super::scope;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// How many jobs of a model or of a user may run at a time. Name one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLimitBody {
    #[schema(example = "fal-ai/flux/dev")]
    model_id: Option<String>,
    user_id: Option<Uuid>,
    #[schema(minimum = 1, maximum = 1000, example = 4)]
    max_running: i64,
}

/// At most so many jobs of the scope run at a time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LimitBody {
    id: Uuid,
    /// `model` or `user`.
    #[schema(example = "model")]
    scope: &'static str,
    model_id: Option<String>,
    user_id: Option<Uuid>,
    #[schema(example = 4)]
    max_running: u32,
    created_at: DateTime<Utc>,
}

impl From<Limit> for LimitBody {
    fn from(limit: Limit) -> Self {
        let (scope, model_id, user_id) = scope::parts(limit.scope);
        Self {
            id: limit.id,
            scope,
            model_id,
            user_id,
            max_running: limit.max_running,
            created_at: limit.created_at,
        }
    }
}

/// All limits.
#[utoipa::path(
    get, path = "/api/admin/limits", operation_id = "list_limits", tag = "admin",
    responses(
        (status = 200, description = "All of them, oldest first; there is no further page.", body = PageBody<LimitBody>),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_limits(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<axum::Json<PageBody<LimitBody>>> {
    let limits = queue::list_limits(&state.app, &user).await?;
    Ok(axum::Json(PageBody::whole(
        limits.into_iter().map(LimitBody::from).collect(),
    )))
}

/// Limit a model or a user.
///
/// Replaces the limit that the model or user has. Jobs that run already go on.
#[utoipa::path(
    put, path = "/api/admin/limits", operation_id = "put_limit", tag = "admin",
    request_body = NewLimitBody,
    responses(
        (status = 200, description = "The limit as it is now.", body = LimitBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No such model or user, or a number out of range.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_limit(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<NewLimitBody>,
) -> Result<axum::Json<LimitBody>> {
    let scope = scope::parse(body.model_id, body.user_id)?;
    let limit = queue::put_limit(&state.app, &user, scope, body.max_running).await?;
    Ok(axum::Json(limit.into()))
}

/// Remove a limit.
#[utoipa::path(
    delete, path = "/api/admin/limits/{id}", operation_id = "delete_limit", tag = "admin",
    params(("id" = uuid::Uuid, Path, description = "The limit.")),
    responses(
        (status = 204, description = "There is no limit any more."),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such limit.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_limit(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<Uuid>,
) -> Result<StatusCode> {
    queue::delete_limit(&state.app, &user, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
