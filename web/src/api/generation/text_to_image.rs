//! `POST /api/generate/text-to-image`

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
use crate::AppState;
use crate::api::recipes::{StepBody, then};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, deserialize_seed};
use crate::problem::Problem;

/// Pictures from a prompt alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextToImageBody {
    /// One of `GET /api/models`. Left out, it is the one of the project, whose parameters then stand in for those that are missing.
    #[schema(example = "fal-ai/flux/dev")]
    pub(super) model_id: Option<String>,
    #[schema(example = "a lighthouse in a storm, oil painting")]
    pub(super) prompt: String,
    pub(super) negative_prompt: Option<String>,
    /// The model's own parameters, see its `parameters_schema`; missing ones take their defaults.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"image_size": "landscape_4_3"}))]
    pub(super) parameters: Map<String, Value>,
    /// 1 to the model's `max_images`; default 1.
    #[serde(default = "one")]
    #[schema(default = 1, minimum = 1, maximum = 16)]
    pub(super) num_images: i64,
    /// 0 to 4,294,967,295 as a number or as digits; without one a random one is drawn.
    #[serde(default, deserialize_with = "deserialize_seed")]
    #[schema(value_type = Option<String>, example = "42")]
    pub(super) seed: Option<u64>,
    /// One of your pictures that guides the composition, for models with the capability `control-input`.
    pub(super) control_image_id: Option<Uuid>,
    /// One of your pictures whose style is wanted, for models with the capability `style-input`.
    pub(super) style_image_id: Option<Uuid>,
    /// The project that the pictures go to.
    pub(super) project_id: Option<Uuid>,
    /// -100 to 100, default 0; higher ones go first among your own.
    #[serde(default)]
    #[schema(default = 0, minimum = -100, maximum = 100)]
    pub(super) priority: i32,
    /// A recipe of yours whose steps follow on the pictures; `GET /api/recipe-runs` tells how they go.
    pub(super) recipe_id: Option<Uuid>,
    /// Or the steps themselves, 1 to 8.
    pub(super) steps: Option<Vec<StepBody>>,
}

pub(crate) fn one() -> i64 {
    1
}

impl From<TextToImageBody> for Submit {
    fn from(body: TextToImageBody) -> Self {
        Self {
            negative_prompt: body.negative_prompt,
            parameters: body.parameters,
            num_images: body.num_images,
            seed: body.seed,
            project_id: body.project_id.map(ProjectId),
            priority: body.priority,
            then: then(body.recipe_id, body.steps),
            control_image: body.control_image_id.map(ImageId),
            style_image: body.style_image_id.map(ImageId),
            ..Submit::new(Operation::TextToImage, body.model_id.unwrap_or_default(), body.prompt)
        }
    }
}

/// Ask for pictures from a prompt.
///
/// Checks everything, sets the highest possible price aside and answers at once; follow the job by its status or by
/// `GET /events`. With an `Idempotency-Key` a repeated request gets the first one's job.
#[utoipa::path(
    post, path = "/api/generate/text-to-image", operation_id = "create_text_to_image", tag = "generation",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request.")),
    request_body = TextToImageBody,
    responses(
        (status = 202, description = "Accepted.", body = JobEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was enqueued.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn text_to_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    headers: HeaderMap,
    Json(body): Json<TextToImageBody>,
) -> Result<Response> {
    submit(&state, user.id, &headers, body.into()).await
}
