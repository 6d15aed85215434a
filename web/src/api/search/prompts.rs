//! `GET /api/search/prompts`

use axum::Json;
use axum::extract::State;
use studio_app::prompts;

use crate::AppState;
use crate::api::PageBody;
use crate::api::prompts::PromptBody;
use crate::api::prompts::list::filter;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, QueryPairs};
use crate::problem::Problem;

/// Your prompts in which every word is found, newest first.
///
/// Words are looked for in title, both texts, category and tags, also inside of longer words and in any case.
#[utoipa::path(
    get, path = "/api/search/prompts", operation_id = "search_prompts", tag = "search",
    params(
        ("q" = String, Query, description = "1 to 20 words, at most 200 characters.", example = "portrait oil"),
        ("category" = Option<String>, Query, description = "Only those of this category."),
        ("tag" = Option<String>, Query, description = "Only those with this tag, in any case."),
        ("favorites" = Option<bool>, Query, description = "Only favourites."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of prompts.", body = PageBody<PromptBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn search_prompts(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<Json<PageBody<PromptBody>>> {
    let q = Some(query.get("q"));
    let found = prompts::list(&state.app, user.id, filter(&query)?, q, page.cursor, page.limit).await?;
    Ok(Json(found.into()))
}
