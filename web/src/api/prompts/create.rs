//! `POST /api/prompts`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::prompts::{self, PromptView};

use super::{PromptEnvelope, PromptRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::Json;
use crate::problem::Problem;

/// Keep a prompt.
///
/// A text with variables such as `{{ subject }}` is a template in the language of batches; it is checked now and filled in when
/// it is used.
#[utoipa::path(
    post, path = "/api/prompts", operation_id = "create_prompt", tag = "prompts",
    request_body = PromptRequestBody,
    responses(
        (status = 201, description = "Kept.", body = PromptEnvelope),
        (status = 409, description = "You have 10,000 prompts.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_prompt(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<PromptRequestBody>,
) -> Result<Response> {
    Ok(created(prompts::create(&state.app, user.id, body.into()).await?))
}

/// 201 with a new prompt, and where it is.
pub(super) fn created(prompt: PromptView) -> Response {
    let location = [(header::LOCATION, format!("/api/prompts/{}", prompt.id))];
    let version = etag(prompt.updated_at);
    let body = axum::Json(PromptEnvelope::from(prompt));
    (StatusCode::CREATED, location, version, body).into_response()
}
