//! `/api/generate/queue/pause`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use studio_app::queue;
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;

/// Whether your waiting jobs are held back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueuePauseBody {
    paused: bool,
}

/// Whether your queue is paused.
#[utoipa::path(
    get, path = "/api/generate/queue/pause", operation_id = "find_queue_pause", tag = "generation",
    responses((status = 200, description = "Paused or not.", body = QueuePauseBody))
)]
pub(crate) async fn find_queue_pause(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Json<QueuePauseBody>> {
    let paused = queue::is_paused(&state.app, user.id).await?;
    Ok(Json(QueuePauseBody { paused }))
}

/// Hold all your waiting jobs back.
///
/// However many there are. What has begun goes on. Doing it twice is fine.
#[utoipa::path(
    put, path = "/api/generate/queue/pause", operation_id = "pause_queue", tag = "generation",
    responses((status = 200, description = "Paused.", body = QueuePauseBody))
)]
pub(crate) async fn pause_queue(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Json<QueuePauseBody>> {
    queue::pause_own(&state.app, user.id).await?;
    Ok(Json(QueuePauseBody { paused: true }))
}

/// Let your waiting jobs go on.
///
/// Jobs that are paused one by one stay so. Doing it twice is fine.
#[utoipa::path(
    delete, path = "/api/generate/queue/pause", operation_id = "resume_queue", tag = "generation",
    responses((status = 200, description = "Not paused any more.", body = QueuePauseBody))
)]
pub(crate) async fn resume_queue(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Json<QueuePauseBody>> {
    queue::resume_own(&state.app, user.id).await?;
    Ok(Json(QueuePauseBody { paused: false }))
}
