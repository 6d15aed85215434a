//! `PUT /api/prompts/{id}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use studio_app::prompts;
use studio_model::PromptId;

use super::{PromptEnvelope, PromptRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// Replace what a prompt says.
///
/// Copies that others made of it stay as they are.
#[utoipa::path(
    put, path = "/api/prompts/{id}", operation_id = "update_prompt", tag = "prompts",
    params(
        ("id" = uuid::Uuid, Path, description = "The prompt."),
        ("If-Match" = String, Header, description = "The `ETag` of the prompt as you read it."),
    ),
    request_body = PromptRequestBody,
    responses(
        (status = 200, description = "Replaced.", body = PromptEnvelope),
        (status = 404, description = "You have no such prompt.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since you read it.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_prompt(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<PromptId>,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<PromptRequestBody>,
) -> Result<Response> {
    let prompt = prompts::update(&state.app, user.id, id, seen_at, body.into()).await?;
    Ok((etag(prompt.updated_at), axum::Json(PromptEnvelope::from(prompt))).into_response())
}
