//! `GET /api/images/{id}/metadata`

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use studio_app::images::{self, ImageView};
use studio_model::ImageId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// How a picture was made: what it takes to make it again, and what the provider told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MetadataBody {
    id: Uuid,
    job_id: Option<Uuid>,
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
    /// Version of the model's plugin.
    model_version: String,
    prompt: String,
    negative_prompt: Option<String>,
    #[schema(value_type = Object)]
    parameters: Value,
    /// Decimal digits.
    seed: Option<String>,
    parent_image_id: Option<Uuid>,
    width: u32,
    height: u32,
    format: String,
    /// Bytes.
    file_size: u64,
    /// Seconds.
    generation_time: Option<f64>,
    cost_credits: f64,
    is_flagged: bool,
    /// What else the provider told.
    #[schema(value_type = Object)]
    provider: Value,
    created_at: DateTime<Utc>,
}

impl From<ImageView> for MetadataBody {
    fn from(image: ImageView) -> Self {
        Self {
            id: image.id.0,
            job_id: image.job_id.map(|id| id.0),
            model_id: image.model_id,
            model_version: image.model_version,
            prompt: image.prompt,
            negative_prompt: image.negative_prompt,
            parameters: image.parameters,
            seed: image.seed,
            parent_image_id: image.parent_image_id,
            width: image.width,
            height: image.height,
            format: image.format,
            file_size: image.file_size,
            generation_time: image.generation_time,
            cost_credits: image.cost.credits(),
            is_flagged: image.is_flagged,
            provider: image.metadata,
            created_at: image.created_at,
        }
    }
}

/// How one of your pictures was made.
#[utoipa::path(
    get, path = "/api/images/{id}/metadata", operation_id = "find_image_metadata", tag = "images",
    params(("id" = uuid::Uuid, Path, description = "The picture.")),
    responses(
        (status = 200, description = "How it was made.", body = MetadataBody),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_image_metadata(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
) -> Result<Json<MetadataBody>> {
    Ok(Json(images::find(&state.app, user.id, id).await?.into()))
}
