//! `POST /api/images/{id}/remix`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};
use studio_app::generation::{self, Remix};
use studio_model::{ImageId, ProjectId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::generation::{JobEnvelope, accepted, one};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId, deserialize_seed};
use crate::idempotency::idempotency_key;
use crate::problem::Problem;
use crate::{AppState, Error};

/// One of your pictures again, with changes; what is left out is as it was.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemixBody {
    /// Another prompt.
    #[schema(example = "the same in winter")]
    prompt: Option<String>,
    /// Another negative prompt; an empty one takes the old one away.
    negative_prompt: Option<String>,
    /// Another model of the same operation. The old parameters do not go with it.
    #[schema(example = "fal-ai/flux/dev")]
    model_id: Option<String>,
    /// Parameters that change.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"num_inference_steps": 2}))]
    parameters: Map<String, Value>,
    /// 1 to the model's `max_images`; default 1.
    #[serde(default = "one")]
    #[schema(default = 1, minimum = 1, maximum = 16)]
    num_images: i64,
    /// 0 to 4,294,967,295 as a number or as digits; without one the old seed.
    #[serde(default, deserialize_with = "deserialize_seed")]
    #[schema(value_type = Option<String>, example = "42")]
    seed: Option<u64>,
    /// The project that the pictures go to; without one that of the picture.
    project_id: Option<Uuid>,
    /// -100 to 100, default 0; higher ones go first among your own.
    #[serde(default)]
    #[schema(default = 0, minimum = -100, maximum = 100)]
    priority: i32,
}

impl RemixBody {
    fn remix(self, idempotency_key: Option<String>) -> Remix {
        Remix {
            prompt: self.prompt,
            negative_prompt: self.negative_prompt,
            model_id: self.model_id,
            parameters: self.parameters,
            num_images: self.num_images,
            seed: self.seed,
            project_id: self.project_id.map(ProjectId),
            priority: self.priority,
            idempotency_key,
        }
    }
}

/// Remix a picture.
///
/// The picture's job runs again with what the body changes; with the same seed only the changes are seen. The source pictures stay the
/// same. The job's pictures have this picture as their parent.
#[utoipa::path(
    post, path = "/api/images/{id}/remix", operation_id = "remix_image", tag = "images",
    params(
        ("id" = Uuid, Path, description = "The picture."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request."),
    ),
    request_body = RemixBody,
    responses(
        (status = 202, description = "Accepted.", body = JobEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "You have no such image.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request, or it is no longer known how the picture was made.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was enqueued.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remix_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    headers: HeaderMap,
    Json(body): Json<RemixBody>,
) -> Result<Response> {
    let remix = body.remix(idempotency_key(&headers)?);
    generation::remix(&state.app, user.id, id, remix)
        .await
        .map(accepted)
        .map_err(Error::from)
}
