//! `/api/projects/{id}/images`

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use studio_app::projects;
use studio_model::{ImageId, ProjectId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::PageBody;
use crate::api::images::ImageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PageQuery, PathId};
use crate::problem::Problem;

/// Pictures to put somewhere.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddImagesBody {
    /// 1 to 500 of your pictures.
    pub(crate) image_ids: Vec<Uuid>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AddedBody {
    /// Pictures that are in it only now.
    #[schema(example = 3)]
    pub(crate) added: u64,
    /// Pictures that were in it before.
    #[schema(example = 0)]
    pub(crate) already_there: u64,
}

/// The pictures of a project, newest first.
#[utoipa::path(
    get, path = "/api/projects/{id}/images", operation_id = "list_project_images", tag = "projects",
    params(
        ("id" = uuid::Uuid, Path, description = "The project."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of pictures.", body = PageBody<ImageBody>),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_project_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
    page: PageQuery,
) -> Result<axum::Json<PageBody<ImageBody>>> {
    let images = projects::list_images(&state.app, user.id, id, page.cursor, page.limit).await?;
    Ok(axum::Json(images.into()))
}

/// Put pictures into a project.
///
/// All or none; each leaves the project where it was. Doing it twice is fine.
#[utoipa::path(
    post, path = "/api/projects/{id}/images/add", operation_id = "add_project_images", tag = "projects",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    request_body = AddImagesBody,
    responses(
        (status = 200, description = "All are in it.", body = AddedBody),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Pictures are not yours, named like `image_ids[3]`, or too many.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add_project_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
    Json(body): Json<AddImagesBody>,
) -> Result<axum::Json<AddedBody>> {
    let ids: Vec<ImageId> = body.image_ids.into_iter().map(ImageId).collect();
    let done = projects::add_images(&state.app, user.id, id, &ids).await?;
    Ok(axum::Json(AddedBody {
        added: done.added,
        already_there: done.already_there,
    }))
}

/// Take a picture out of a project.
///
/// It stays among your pictures.
#[utoipa::path(
    delete, path = "/api/projects/{id}/images/{image_id}", operation_id = "remove_project_image", tag = "projects",
    params(
        ("id" = uuid::Uuid, Path, description = "The project."),
        ("image_id" = uuid::Uuid, Path, description = "The picture."),
    ),
    responses(
        (status = 204, description = "Taken out."),
        (status = 404, description = "You have no such project, or the picture is not in it.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_project_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId((id, image_id)): PathId<(ProjectId, ImageId)>,
) -> Result<StatusCode> {
    projects::remove_image(&state.app, user.id, id, image_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
