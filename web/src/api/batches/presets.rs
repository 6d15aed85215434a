//! `/api/batches/presets`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::batches::presets::{self, PresetView};
use studio_model::PresetId;
use utoipa::ToSchema;
use uuid::Uuid;

use super::request::BatchRequestBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PageQuery, PathId};
use crate::problem::Problem;

/// A request to keep under a name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PresetRequestBody {
    /// 1 to 200 characters; you have no two presets of one name.
    #[schema(example = "Animals in ink")]
    name: String,
    /// As for a batch; a table of up to 1 MiB.
    request: BatchRequestBody,
}

/// A saved request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PresetBody {
    id: Uuid,
    #[schema(example = "Animals in ink")]
    name: String,
    /// The request as it was saved, defaults filled in. Lists leave out the text of a table.
    request: serde_json::Value,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// A saved or found preset; its `ETag` names this version of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PresetEnvelope {
    preset: PresetBody,
}

/// Your presets, newest first.
#[utoipa::path(
    get, path = "/api/batches/presets", operation_id = "list_batch_presets", tag = "batches",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of presets.", body = PageBody<PresetBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_batch_presets(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    page: PageQuery,
) -> Result<axum::Json<PageBody<PresetBody>>> {
    let presets = presets::list(&state.app, user.id, page.cursor, page.limit).await?;
    Ok(axum::Json(presets.into()))
}

/// Save a request for a batch under a name.
///
/// Its form is checked; models and pictures are looked at when it is used, by `preset_id` in place of `spec`.
#[utoipa::path(
    post, path = "/api/batches/presets", operation_id = "create_batch_preset", tag = "batches",
    request_body = PresetRequestBody,
    responses(
        (status = 201, description = "Saved.", body = PresetEnvelope),
        (status = 409, description = "You have one of this name, or 500.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_batch_preset(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<PresetRequestBody>,
) -> Result<Response> {
    let request = body.request.into_nested()?;
    let preset = presets::create(&state.app, user.id, &body.name, request).await?;
    let location = [(header::LOCATION, format!("/api/batches/presets/{}", preset.id))];
    Ok((StatusCode::CREATED, location, answer(preset)).into_response())
}

/// One preset.
#[utoipa::path(
    get, path = "/api/batches/presets/{id}", operation_id = "find_batch_preset", tag = "batches",
    params(("id" = uuid::Uuid, Path, description = "The preset.")),
    responses(
        (status = 200, description = "The preset.", body = PresetEnvelope),
        (status = 404, description = "You have no such preset.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_batch_preset(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<PresetId>,
) -> Result<Response> {
    Ok(answer(presets::find(&state.app, user.id, id).await?))
}

/// Save something else in the place of a preset.
#[utoipa::path(
    put, path = "/api/batches/presets/{id}", operation_id = "update_batch_preset", tag = "batches",
    params(
        ("id" = uuid::Uuid, Path, description = "The preset."),
        ("If-Match" = String, Header, description = "The `ETag` of the version you have seen."),
    ),
    request_body = PresetRequestBody,
    responses(
        (status = 200, description = "Saved.", body = PresetEnvelope),
        (status = 404, description = "You have no such preset.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "You have another one of this name.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed meanwhile.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_batch_preset(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<PresetId>,
    IfMatch(seen): IfMatch<i64>,
    Json(body): Json<PresetRequestBody>,
) -> Result<Response> {
    let request = body.request.into_nested()?;
    let preset = presets::update(&state.app, user.id, id, seen, &body.name, request).await?;
    Ok(answer(preset))
}

/// Delete a preset. Batches that were asked for with it stay.
#[utoipa::path(
    delete, path = "/api/batches/presets/{id}", operation_id = "delete_batch_preset", tag = "batches",
    params(("id" = uuid::Uuid, Path, description = "The preset.")),
    responses(
        (status = 204, description = "Deleted."),
        (status = 404, description = "You have no such preset.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_batch_preset(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<PresetId>,
) -> Result<StatusCode> {
    presets::delete(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn answer(preset: PresetView) -> Response {
    let etag = etag(preset.version);
    let body = PresetEnvelope { preset: preset.into() };
    (etag, axum::Json(body)).into_response()
}

impl From<PresetView> for PresetBody {
    fn from(preset: PresetView) -> Self {
        Self {
            id: preset.id.0,
            name: preset.name,
            request: serde_json::to_value(preset.request).unwrap_or_default(),
            created_at: preset.created_at,
            updated_at: preset.updated_at,
        }
    }
}
