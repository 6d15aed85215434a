//! `GET /api/images/{id}`

use axum::extract::State;
use axum::response::Response;
use studio_app::images;
use studio_model::ImageId;

use super::ImageBody;
use super::details::answer;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// One of your pictures, with its version as `ETag`; none in the trash.
#[utoipa::path(
    get, path = "/api/images/{id}", operation_id = "find_image", tag = "images",
    params(("id" = uuid::Uuid, Path, description = "The picture.")),
    responses(
        (status = 200, description = "The picture.", body = ImageBody),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
) -> Result<Response> {
    Ok(answer(images::find(&state.app, user.id, id).await?))
}
