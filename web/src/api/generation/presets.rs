//! `/api/generate/presets`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use studio_app::generation::presets::{self, Fit, PresetRequest, PresetView};
use studio_model::GenerationPresetId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::PageBody;
use crate::api::generation::one;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PageQuery, PathId};
use crate::problem::Problem;

/// Settings to keep under a name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GenerationPresetRequestBody {
    /// 1 to 200 characters; you have no two presets of one name.
    #[schema(example = "Ink, quick")]
    name: String,
    /// A model that makes pictures or videos from words, or from words and a picture.
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
    /// Some of its parameters; the others have the model's own defaults.
    #[serde(default)]
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
    /// For models that take one.
    negative_prompt: Option<String>,
    /// 1 to what the model allows.
    #[serde(default = "one")]
    #[schema(default = 1, minimum = 1)]
    num_images: i64,
    /// The page with the form begins with it; then no other preset of yours does.
    #[serde(default)]
    is_default: bool,
}

/// Saved settings.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GenerationPresetBody {
    id: Uuid,
    #[schema(example = "Ink, quick")]
    name: String,
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
    /// Version of the model's plugin when it was saved.
    #[schema(example = "0.1.0")]
    model_version: String,
    /// As they were saved.
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
    negative_prompt: Option<String>,
    num_images: u32,
    is_default: bool,
    /// `fits`; `changed` when the model takes something else by now; `gone` when it is not on offer. The preset stays as it is.
    #[schema(example = "fits")]
    state: &'static str,
    /// What the model no longer takes, when it is `changed`.
    complaints: Vec<PresetComplaint>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// Something that a model no longer takes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PresetComplaint {
    #[schema(example = "parameters.num_inference_steps")]
    field: String,
    #[schema(example = "Steps must be a whole number from 1 to 50")]
    message: String,
}

/// A saved or found preset; its `ETag` names this version of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GenerationPresetEnvelope {
    preset: GenerationPresetBody,
}

/// Your saved settings, newest first.
#[utoipa::path(
    get, path = "/api/generate/presets", operation_id = "list_generation_presets", tag = "generation",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of presets.", body = PageBody<GenerationPresetBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_generation_presets(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    page: PageQuery,
) -> Result<axum::Json<PageBody<GenerationPresetBody>>> {
    let presets = presets::list(&state.app, user.id, page.cursor, page.limit).await?;
    Ok(axum::Json(presets.into()))
}

/// Save settings under a name.
#[utoipa::path(
    post, path = "/api/generate/presets", operation_id = "create_generation_preset", tag = "generation",
    request_body = GenerationPresetRequestBody,
    responses(
        (status = 201, description = "Saved.", body = GenerationPresetEnvelope),
        (status = 409, description = "You have one of this name, or 200.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid, or the model does not take them.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_generation_preset(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<GenerationPresetRequestBody>,
) -> Result<Response> {
    let preset = presets::create(&state.app, user.id, body.into()).await?;
    let location = [(header::LOCATION, format!("/api/generate/presets/{}", preset.id))];
    Ok((StatusCode::CREATED, location, answer(preset)).into_response())
}

/// One preset.
#[utoipa::path(
    get, path = "/api/generate/presets/{id}", operation_id = "find_generation_preset", tag = "generation",
    params(("id" = uuid::Uuid, Path, description = "The preset.")),
    responses(
        (status = 200, description = "The preset.", body = GenerationPresetEnvelope),
        (status = 404, description = "You have no such preset.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_generation_preset(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<GenerationPresetId>,
) -> Result<Response> {
    Ok(answer(presets::find(&state.app, user.id, id).await?))
}

/// Save something else in the place of a preset.
///
/// Settings that stay as they are are not checked again: a preset whose model is gone can still be renamed.
#[utoipa::path(
    put, path = "/api/generate/presets/{id}", operation_id = "update_generation_preset", tag = "generation",
    params(
        ("id" = uuid::Uuid, Path, description = "The preset."),
        ("If-Match" = String, Header, description = "The `ETag` of the version you have seen."),
    ),
    request_body = GenerationPresetRequestBody,
    responses(
        (status = 200, description = "Saved.", body = GenerationPresetEnvelope),
        (status = 404, description = "You have no such preset.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "You have another one of this name.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed meanwhile.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid, or the model does not take them.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_generation_preset(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<GenerationPresetId>,
    IfMatch(seen): IfMatch<i64>,
    Json(body): Json<GenerationPresetRequestBody>,
) -> Result<Response> {
    let preset = presets::update(&state.app, user.id, id, seen, body.into()).await?;
    Ok(answer(preset))
}

/// Delete a preset. Pictures that were made with it stay.
#[utoipa::path(
    delete, path = "/api/generate/presets/{id}", operation_id = "delete_generation_preset", tag = "generation",
    params(("id" = uuid::Uuid, Path, description = "The preset.")),
    responses(
        (status = 204, description = "Deleted."),
        (status = 404, description = "You have no such preset.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_generation_preset(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<GenerationPresetId>,
) -> Result<StatusCode> {
    presets::delete(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn answer(preset: PresetView) -> Response {
    let etag = etag(preset.version);
    let body = GenerationPresetEnvelope { preset: preset.into() };
    (etag, axum::Json(body)).into_response()
}

impl From<GenerationPresetRequestBody> for PresetRequest {
    fn from(body: GenerationPresetRequestBody) -> Self {
        Self {
            name: body.name,
            model_id: body.model_id,
            parameters: body.parameters,
            negative_prompt: body.negative_prompt.unwrap_or_default(),
            num_images: body.num_images,
            is_default: body.is_default,
        }
    }
}

impl From<PresetView> for GenerationPresetBody {
    fn from(preset: PresetView) -> Self {
        let (state, complaints) = match preset.fit {
            Fit::Fits => ("fits", Vec::new()),
            Fit::ModelGone => ("gone", Vec::new()),
            Fit::Changed(complaints) => ("changed", complaints),
        };
        let complaint = |error: studio_app::FieldError| PresetComplaint {
            field: error.field,
            message: error.message,
        };
        Self {
            id: preset.id.0,
            name: preset.name,
            model_id: preset.model_id,
            model_version: preset.model_version,
            parameters: preset.parameters,
            negative_prompt: Some(preset.negative_prompt).filter(|words| !words.is_empty()),
            num_images: preset.num_images,
            is_default: preset.is_default,
            state,
            complaints: complaints.into_iter().map(complaint).collect(),
            created_at: preset.created_at,
            updated_at: preset.updated_at,
        }
    }
}
