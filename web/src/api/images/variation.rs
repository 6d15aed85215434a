//! `POST /api/images/{id}/variation`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use studio_app::generation::{self, Vary};
use studio_model::ImageId;
use utoipa::ToSchema;

use crate::api::generation::{JobEnvelope, accepted, one};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::idempotency::idempotency_key;
use crate::problem::Problem;
use crate::{AppState, Error};

/// More pictures like one of yours.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariationBody {
    /// Pictures, 1 to 4 and to the model's `max_images`; default 1.
    #[serde(default = "one")]
    #[schema(default = 1, minimum = 1, maximum = 4)]
    count: i64,
    /// -100 to 100, default 0; higher ones go first among your own.
    #[serde(default)]
    #[schema(default = 0, minimum = -100, maximum = 100)]
    priority: i32,
}

/// Make variations of a picture.
///
/// Model, prompt, parameters and source pictures are those of the picture's job; the seed is a new one. The job's pictures have this
/// picture as their parent and go to its project.
#[utoipa::path(
    post, path = "/api/images/{id}/variation", operation_id = "vary_image", tag = "images",
    params(
        ("id" = Uuid, Path, description = "The picture."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request."),
    ),
    request_body = VariationBody,
    responses(
        (status = 202, description = "Accepted.", body = JobEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "You have no such image.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request, or it is no longer known how the picture was made.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was enqueued.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn vary_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    headers: HeaderMap,
    Json(body): Json<VariationBody>,
) -> Result<Response> {
    let vary = Vary {
        count: body.count,
        priority: body.priority,
        idempotency_key: idempotency_key(&headers)?,
    };
    generation::vary(&state.app, user.id, id, vary)
        .await
        .map(accepted)
        .map_err(Error::from)
}
