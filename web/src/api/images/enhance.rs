//! `POST /api/images/{id}/upscale`, `POST /api/images/{id}/remove-background`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};
use studio_app::generation::{self, Enhance, EnhanceKind};
use studio_model::{ImageId, ProjectId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::generation::{JobEnvelope, submit};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// How to enlarge a picture.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpscaleBody {
    /// How many times wider and higher: 2, 4 or 8.
    #[schema(example = 2)]
    factor: u32,
    /// One of `GET /api/models` with the operation `upscale`; by default `fal-ai/esrgan`.
    model_id: Option<String>,
    /// The model's own parameters but for the factor; missing ones take their defaults.
    #[serde(default)]
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
    /// The project that the result goes to; by default the source's.
    project_id: Option<Uuid>,
    /// -100 to 100, default 0; higher ones go first among your own.
    #[serde(default)]
    #[schema(default = 0, minimum = -100, maximum = 100)]
    priority: i32,
}

/// How to cut out the subject of a picture.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoveBackgroundBody {
    /// One of `GET /api/models` with the operation `remove-background`; by default `fal-ai/birefnet`.
    model_id: Option<String>,
    /// The model's own parameters; missing ones take their defaults.
    #[serde(default)]
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
    /// The project that the result goes to; by default the source's.
    project_id: Option<Uuid>,
    /// -100 to 100, default 0; higher ones go first among your own.
    #[serde(default)]
    #[schema(default = 0, minimum = -100, maximum = 100)]
    priority: i32,
}

/// Enlarge one of your pictures.
///
/// The result is a new picture whose `parent_image_id` is this one. Otherwise as `text-to-image`.
#[utoipa::path(
    post, path = "/api/images/{id}/upscale", operation_id = "upscale_image", tag = "images",
    params(
        ("id" = uuid::Uuid, Path, description = "The picture."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request."),
    ),
    request_body = UpscaleBody,
    responses(
        (status = 202, description = "Accepted.", body = JobEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was enqueued.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn upscale_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    headers: HeaderMap,
    Json(body): Json<UpscaleBody>,
) -> Result<Response> {
    let wish = Enhance {
        kind: EnhanceKind::Upscale(body.factor),
        model_id: body.model_id,
        parameters: body.parameters,
        project_id: body.project_id.map(ProjectId),
        priority: body.priority,
    };
    let request = generation::enhance(&state.app, user.id, id, wish).await?;
    submit(&state, user.id, &headers, request).await
}

/// Make the background of one of your pictures transparent.
///
/// The result is a new picture whose `parent_image_id` is this one. Otherwise as `text-to-image`.
#[utoipa::path(
    post, path = "/api/images/{id}/remove-background", operation_id = "remove_image_background", tag = "images",
    params(
        ("id" = uuid::Uuid, Path, description = "The picture."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request."),
    ),
    request_body = RemoveBackgroundBody,
    responses(
        (status = 202, description = "Accepted.", body = JobEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was enqueued.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_image_background(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    headers: HeaderMap,
    Json(body): Json<RemoveBackgroundBody>,
) -> Result<Response> {
    let wish = Enhance {
        kind: EnhanceKind::RemoveBackground,
        model_id: body.model_id,
        parameters: body.parameters,
        project_id: body.project_id.map(ProjectId),
        priority: body.priority,
    };
    let request = generation::enhance(&state.app, user.id, id, wish).await?;
    submit(&state, user.id, &headers, request).await
}
