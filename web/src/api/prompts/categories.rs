//! `GET /api/prompts/categories`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use studio_app::prompts;
use utoipa::ToSchema;

use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;

/// A category of your prompts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PromptCategoryBody {
    #[schema(example = "Portraits")]
    category: String,
    /// Prompts that have it.
    #[schema(example = 7)]
    prompt_count: u64,
}

/// The categories of your prompts, by name.
///
/// A category is there as long as a prompt has it.
#[utoipa::path(
    get, path = "/api/prompts/categories", operation_id = "list_prompt_categories", tag = "prompts",
    responses((status = 200, description = "All of them.", body = PageBody<PromptCategoryBody>))
)]
pub(crate) async fn list_prompt_categories(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Json<PageBody<PromptCategoryBody>>> {
    let categories = prompts::list_categories(&state.app, user.id).await?;
    let bodies = categories
        .into_iter()
        .map(|(category, prompt_count)| PromptCategoryBody { category, prompt_count });
    Ok(Json(PageBody::whole(bodies.collect())))
}
