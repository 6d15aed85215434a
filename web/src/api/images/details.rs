//! `PUT /api/images/{id}`, `POST /api/images/{id}/favorite`, `POST /api/images/{id}/rate`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use studio_app::images::{self, DetailsRequest, ImageView};
use studio_model::{ImageId, ProjectId};
use utoipa::ToSchema;
use uuid::Uuid;

use super::ImageBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// Everything that you say about a picture. What is left out becomes empty.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImageDetailsBody {
    /// At most 200 characters.
    #[serde(default)]
    #[schema(default = "", max_length = 200, example = "Lighthouse, third try")]
    name: String,
    /// What it shows, for those who do not see it, at most 1,000 characters. Empty: the prompt stands for it.
    #[serde(default)]
    #[schema(default = "", max_length = 1000, example = "A white lighthouse above grey waves")]
    alt_text: String,
    /// At most 10,000 characters.
    #[serde(default)]
    #[schema(default = "", max_length = 10000)]
    notes: String,
    /// At most 30 of at most 50 characters, without commas. They are kept in lower case.
    #[serde(default)]
    #[schema(example = json!(["sea", "night sky"]))]
    tags: Vec<String>,
    /// 1 to 5; none when it is left out.
    #[schema(minimum = 1, maximum = 5, example = 4)]
    rating: Option<i64>,
    #[serde(default)]
    #[schema(default = false)]
    is_favorite: bool,
    /// One of your projects; none when it is left out.
    project_id: Option<Uuid>,
}

/// Whether a picture is a favourite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FavoriteBody {
    #[schema(example = true)]
    is_favorite: bool,
}

/// How good a picture is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateBody {
    /// 1 to 5; `null` takes the rating away.
    #[schema(minimum = 1, maximum = 5, example = 4)]
    rating: Option<i64>,
}

impl From<ImageDetailsBody> for DetailsRequest {
    fn from(body: ImageDetailsBody) -> Self {
        Self {
            name: body.name,
            alt_text: body.alt_text,
            notes: body.notes,
            tags: body.tags,
            rating: body.rating,
            is_favorite: body.is_favorite,
            project_id: body.project_id.map(ProjectId),
        }
    }
}

/// Replace what is said about a picture: its name, texts, tags, rating, mark and project.
#[utoipa::path(
    put, path = "/api/images/{id}", operation_id = "update_image", tag = "images",
    params(
        ("id" = uuid::Uuid, Path, description = "The picture."),
        ("If-Match" = String, Header, description = "The `ETag` of the picture as you read it."),
    ),
    request_body = ImageDetailsBody,
    responses(
        (status = 200, description = "Replaced.", body = ImageBody),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since you read it.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<ImageDetailsBody>,
) -> Result<Response> {
    Ok(answer(
        images::update(&state.app, user.id, id, seen_at, body.into()).await?,
    ))
}

/// Mark a picture as a favourite, or take the mark away. Doing it twice changes nothing.
#[utoipa::path(
    post, path = "/api/images/{id}/favorite", operation_id = "favorite_image", tag = "images",
    params(("id" = uuid::Uuid, Path, description = "The picture.")),
    request_body = FavoriteBody,
    responses(
        (status = 200, description = "The picture as it is now.", body = ImageBody),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn favorite_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    Json(body): Json<FavoriteBody>,
) -> Result<Response> {
    Ok(answer(
        images::set_favorite(&state.app, user.id, id, body.is_favorite).await?,
    ))
}

/// Rate a picture, or take its rating away. Doing it twice changes nothing.
#[utoipa::path(
    post, path = "/api/images/{id}/rate", operation_id = "rate_image", tag = "images",
    params(("id" = uuid::Uuid, Path, description = "The picture.")),
    request_body = RateBody,
    responses(
        (status = 200, description = "The picture as it is now.", body = ImageBody),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The rating is not 1 to 5.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn rate_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    Json(body): Json<RateBody>,
) -> Result<Response> {
    Ok(answer(images::set_rating(&state.app, user.id, id, body.rating).await?))
}

/// A picture with its version.
pub(super) fn answer(image: ImageView) -> Response {
    (etag(image.updated_at), axum::Json(ImageBody::from(image))).into_response()
}
