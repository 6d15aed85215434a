//! `/api/prompts/public`

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::prompts::{self, PublicPromptView};
use studio_model::PromptId;
use utoipa::ToSchema;
use uuid::Uuid;

use super::create::created;
use super::{PromptEnvelope, VariableBody};
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, PathId, QueryPairs};
use crate::problem::Problem;

/// A prompt that somebody shows to everybody.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicPromptBody {
    id: Uuid,
    /// The owner's display name.
    #[schema(example = "Ada")]
    author_name: String,
    /// It is yours.
    is_own: bool,
    #[schema(example = "Portrait in oil")]
    title: String,
    #[schema(example = "a portrait of {{ subject }}, oil on canvas")]
    prompt_text: String,
    negative_prompt: Option<String>,
    /// The gaps of both texts, by name.
    variables: Vec<VariableBody>,
    #[schema(example = "Portraits")]
    category: String,
    #[schema(example = json!(["oil", "portrait"]))]
    tags: Vec<String>,
    /// When it was first shown.
    published_at: DateTime<Utc>,
}

impl From<PublicPromptView> for PublicPromptBody {
    fn from(prompt: PublicPromptView) -> Self {
        Self {
            id: prompt.id.0,
            author_name: prompt.author_name,
            is_own: prompt.is_own,
            title: prompt.title,
            prompt_text: prompt.prompt_text,
            negative_prompt: prompt.negative_prompt,
            variables: prompt.variables.into_iter().map(Into::into).collect(),
            category: prompt.category,
            tags: prompt.tags,
            published_at: prompt.published_at,
        }
    }
}

/// What everybody shows, newest first.
#[utoipa::path(
    get, path = "/api/prompts/public", operation_id = "list_public_prompts", tag = "prompts",
    params(
        ("q" = Option<String>, Query, description = "Only those in which each of these words is found: 1 to 20, at most 200 characters."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of prompts.", body = PageBody<PublicPromptBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_public_prompts(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<Json<PageBody<PublicPromptBody>>> {
    let q = Some(query.get("q")).filter(|q| !q.is_empty());
    let found = prompts::list_public(&state.app, user.id, q, page.cursor, page.limit).await?;
    Ok(Json(found.into()))
}

/// Copy a public prompt into your library.
///
/// The copy is yours: private, not a favourite, and it stays when the other one is changed or removed.
#[utoipa::path(
    post, path = "/api/prompts/public/{id}/copy", operation_id = "copy_public_prompt", tag = "prompts",
    params(("id" = uuid::Uuid, Path, description = "A prompt of `GET /api/prompts/public`.")),
    responses(
        (status = 201, description = "Copied.", body = PromptEnvelope),
        (status = 404, description = "There is no such prompt, or it is not public.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "You have 10,000 prompts.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn copy_public_prompt(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<PromptId>,
) -> Result<Response> {
    Ok(created(prompts::copy(&state.app, user.id, id).await?))
}
