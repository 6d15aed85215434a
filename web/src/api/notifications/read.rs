//! `PUT /api/notifications/{id}/read` and `PUT /api/notifications/read`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use studio_app::notifications;
use studio_model::NotificationId;
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// What came of marking.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MarkedBody {
    /// Notifications that are read only now.
    #[schema(example = 3)]
    marked: u64,
}

/// Say that you have read a notification. Twice is fine.
#[utoipa::path(
    put, path = "/api/notifications/{id}/read", operation_id = "read_notification", tag = "notifications",
    params(("id" = uuid::Uuid, Path, description = "The notification.")),
    responses(
        (status = 204, description = "It is read."),
        (status = 404, description = "You have no such notification.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_notification(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<NotificationId>,
) -> Result<StatusCode> {
    notifications::mark_read(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say that you have read all of them.
#[utoipa::path(
    put, path = "/api/notifications/read", operation_id = "read_notifications", tag = "notifications",
    responses((status = 200, description = "All are read.", body = MarkedBody))
)]
pub(crate) async fn read_notifications(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Json<MarkedBody>> {
    let marked = notifications::mark_all_read(&state.app, user.id).await?;
    Ok(Json(MarkedBody { marked }))
}
