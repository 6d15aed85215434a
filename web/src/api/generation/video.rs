//! `POST /api/generate/video`

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
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, deserialize_seed};
use crate::problem::Problem;

/// A video from a prompt, and from one of your pictures if you like.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VideoBody {
    /// One of `GET /api/models` with the operation `video`. Left out, it is the one of the project, whose parameters then stand in
    /// for those that are missing.
    #[schema(example = "fal-ai/ltx-video")]
    model_id: Option<String>,
    #[schema(example = "the boats rock in the harbour, slow camera")]
    prompt: String,
    /// The picture that the video begins with; without it, it is made from the prompt alone. A video is refused.
    source_image_id: Option<Uuid>,
    negative_prompt: Option<String>,
    /// The model's own parameters, see its `parameters_schema`; missing ones take their defaults.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"num_inference_steps": 30}))]
    parameters: Map<String, Value>,
    /// 0 to 4,294,967,295 as a number or as digits; without one a random one is drawn.
    #[serde(default, deserialize_with = "deserialize_seed")]
    #[schema(value_type = Option<String>, example = "42")]
    seed: Option<u64>,
    /// The project that the video goes to.
    project_id: Option<Uuid>,
    /// -100 to 100, default 0; higher ones go first among your own.
    #[serde(default)]
    #[schema(default = 0, minimum = -100, maximum = 100)]
    priority: i32,
}

impl From<VideoBody> for Submit {
    fn from(body: VideoBody) -> Self {
        Self {
            negative_prompt: body.negative_prompt,
            parameters: body.parameters,
            seed: body.seed,
            project_id: body.project_id.map(ProjectId),
            priority: body.priority,
            source_image: body.source_image_id.map(ImageId),
            ..Submit::new(Operation::Video, body.model_id.unwrap_or_default(), body.prompt)
        }
    }
}

/// Ask for a video.
///
/// It is stored as an image of the format `mp4` whose thumbnails show its first frame. Otherwise as `text-to-image`.
#[utoipa::path(
    post, path = "/api/generate/video", operation_id = "create_video", tag = "generation",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request.")),
    request_body = VideoBody,
    responses(
        (status = 202, description = "Accepted.", body = JobEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was enqueued.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn video(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    headers: HeaderMap,
    Json(body): Json<VideoBody>,
) -> Result<Response> {
    submit(&state, user.id, &headers, body.into()).await
}
