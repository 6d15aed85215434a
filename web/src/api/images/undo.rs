//! `POST /api/undo/{token}`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use studio_app::images;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// What was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UndoneBody {
    /// Pictures that are as they were; those that are gone do not count.
    #[schema(example = 42)]
    restored: u64,
}

/// Take a change of many pictures back.
///
/// It can be done once, within an hour. Only what was changed is taken back: a picture that got another tag meanwhile keeps it.
#[utoipa::path(
    post, path = "/api/undo/{token}", operation_id = "undo", tag = "images",
    params(("token" = uuid::Uuid, Path, description = "The `undo_token` of the change.")),
    responses(
        (status = 200, description = "It is taken back.", body = UndoneBody),
        (status = 404, description = "You have no such token, it was used, or its time is over.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn undo(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(token): PathId<Uuid>,
) -> Result<Json<UndoneBody>> {
    let restored = images::undo(&state.app, user.id, token).await?;
    Ok(Json(UndoneBody { restored }))
}
