//! `POST /api/prompts/{id}/use`

use std::collections::BTreeMap;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use studio_app::prompts;
use studio_model::PromptId;
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// What stands in the gaps.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UsePromptBody {
    /// A text of at most 2,000 characters for each variable; those that are optional may be left out.
    #[serde(default)]
    #[schema(example = json!({"subject": "a red fox"}))]
    variables: BTreeMap<String, String>,
}

/// A prompt without gaps.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FilledPromptBody {
    #[schema(example = "a portrait of a red fox, oil on canvas")]
    prompt: String,
    #[schema(example = "blurry, text")]
    negative_prompt: Option<String>,
}

/// Fill in a prompt and count that you use it.
///
/// The answer is what a request for pictures takes.
#[utoipa::path(
    post, path = "/api/prompts/{id}/use", operation_id = "use_prompt", tag = "prompts",
    params(("id" = uuid::Uuid, Path, description = "The prompt.")),
    request_body = UsePromptBody,
    responses(
        (status = 200, description = "Filled in.", body = FilledPromptBody),
        (status = 404, description = "You have no such prompt.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Values are missing or not known, named like `variables.subject`.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn use_prompt(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<PromptId>,
    Json(body): Json<UsePromptBody>,
) -> Result<axum::Json<FilledPromptBody>> {
    let filled = prompts::use_prompt(&state.app, user.id, id, &body.variables).await?;
    Ok(axum::Json(FilledPromptBody {
        prompt: filled.prompt,
        negative_prompt: filled.negative_prompt,
    }))
}
