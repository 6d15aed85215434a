//! `PUT /api/generate/queue/{id}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use studio_app::generation::{self, Revision};
use studio_model::JobId;
use utoipa::ToSchema;

use super::JobEnvelope;
use super::text_to_image::one;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PathId, deserialize_seed};
use crate::problem::Problem;

/// What a waiting job is to ask for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevisionBody {
    /// One of `GET /api/models` that offers the job's operation.
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
    #[schema(example = "a lighthouse in a storm, oil painting")]
    prompt: String,
    negative_prompt: Option<String>,
    /// The model's own parameters; missing ones take their defaults.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"image_size": "landscape_4_3"}))]
    parameters: Map<String, Value>,
    /// 1 to the model's `max_images`; default 1.
    #[serde(default = "one")]
    #[schema(default = 1, minimum = 1, maximum = 16)]
    num_images: i64,
    /// 0 to 4,294,967,295 as a number or as digits; without one the job keeps its own.
    #[serde(default, deserialize_with = "deserialize_seed")]
    #[schema(value_type = Option<String>, example = "42")]
    seed: Option<u64>,
}

/// Change what a waiting job asks for.
///
/// Replaces model, prompt and parameters; what is left out takes its default. The job is checked and priced anew and keeps its
/// place; what is set aside for it changes by the difference.
#[utoipa::path(
    put, path = "/api/generate/queue/{id}", operation_id = "revise_job", tag = "generation",
    params(
        ("id" = uuid::Uuid, Path, description = "The job."),
        ("If-Match" = String, Header, description = "The `ETag` of the job's status as you read it."),
    ),
    request_body = RevisionBody,
    responses(
        (status = 200, description = "Changed.", body = JobEnvelope),
        (status = 402, description = "Not enough credits for the difference, or a hard budget is reached.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "You have no such job.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has begun or ended, or was at the provider already.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since you read it.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; the job is as it was.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revise_job(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<JobId>,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<RevisionBody>,
) -> Result<Response> {
    let revision = Revision {
        model_id: body.model_id,
        prompt: body.prompt,
        negative_prompt: body.negative_prompt,
        parameters: body.parameters,
        num_images: body.num_images,
        seed: body.seed,
    };
    let job = generation::revise(&state.app, user.id, id, seen_at, revision).await?;
    Ok((etag(job.updated_at), axum::Json(JobEnvelope::from(job))).into_response())
}
