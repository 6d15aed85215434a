//! `POST /api/generate/image-to-image`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};
use studio_app::generation::{Operation, Submit};
use studio_model::{ImageId, ProjectId};
use utoipa::ToSchema;
use uuid::Uuid;

use super::JobEnvelope;
use super::submit::submit;
use super::text_to_image::one;
use crate::AppState;
use crate::api::recipes::{StepBody, then};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, deserialize_seed};
use crate::problem::Problem;

/// Pictures from a prompt and one of your pictures.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImageToImageBody {
    /// One of `GET /api/models` with the operation `image-to-image`. Left out, it is the one of the project, whose parameters then
    /// stand in for those that are missing.
    #[schema(example = "fal-ai/flux/dev/image-to-image")]
    model_id: Option<String>,
    #[schema(example = "the same in winter")]
    prompt: String,
    /// The picture to start from.
    source_image_id: Uuid,
    negative_prompt: Option<String>,
    /// The model's own parameters, see its `parameters_schema`; missing ones take their defaults.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"strength": 0.8}))]
    parameters: Map<String, Value>,
    /// 1 to the model's `max_images`; default 1.
    #[serde(default = "one")]
    #[schema(default = 1, minimum = 1, maximum = 16)]
    num_images: i64,
    /// 0 to 4,294,967,295 as a number or as digits; without one a random one is drawn.
    #[serde(default, deserialize_with = "deserialize_seed")]
    #[schema(value_type = Option<String>, example = "42")]
    seed: Option<u64>,
    /// The project that the pictures go to.
    project_id: Option<Uuid>,
    /// -100 to 100, default 0; higher ones go first among your own.
    #[serde(default)]
    #[schema(default = 0, minimum = -100, maximum = 100)]
    priority: i32,
    /// A recipe of yours whose steps follow on the pictures; `GET /api/recipe-runs` tells how they go.
    recipe_id: Option<Uuid>,
    /// Or the steps themselves, 1 to 8.
    steps: Option<Vec<StepBody>>,
}

impl From<ImageToImageBody> for Submit {
    fn from(body: ImageToImageBody) -> Self {
        Self {
            negative_prompt: body.negative_prompt,
            parameters: body.parameters,
            num_images: body.num_images,
            seed: body.seed,
            project_id: body.project_id.map(ProjectId),
            priority: body.priority,
            source_image: Some(ImageId(body.source_image_id)),
            then: then(body.recipe_id, body.steps),
            ..Submit::new(Operation::ImageToImage, body.model_id.unwrap_or_default(), body.prompt)
        }
    }
}

/// Ask for pictures from one of your pictures.
///
/// Otherwise as `text-to-image`.
#[utoipa::path(
    post, path = "/api/generate/image-to-image", operation_id = "create_image_to_image", tag = "generation",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request.")),
    request_body = ImageToImageBody,
    responses(
        (status = 202, description = "Accepted.", body = JobEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was enqueued.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn image_to_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    headers: HeaderMap,
    Json(body): Json<ImageToImageBody>,
) -> Result<Response> {
    submit(&state, user.id, &headers, body.into()).await
}
