//! `GET /api/prompts`

use axum::Json;
use axum::extract::State;
use studio_app::prompts::{self, PromptFilter};

use super::PromptBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{FormPairs, PageQuery, QueryPairs, parse_flag};
use crate::problem::Problem;

/// Your prompts, newest first.
#[utoipa::path(
    get, path = "/api/prompts", operation_id = "list_prompts", tag = "prompts",
    params(
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
pub(crate) async fn list_prompts(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<Json<PageBody<PromptBody>>> {
    let found = prompts::list(&state.app, user.id, filter(&query)?, None, page.cursor, page.limit).await?;
    Ok(Json(found.into()))
}

/// What a query limits a list of prompts to.
pub(crate) fn filter(query: &FormPairs) -> Result<PromptFilter> {
    let given = |name: &str| Some(query.get(name).to_owned()).filter(|text| !text.is_empty() && !text.contains('\0'));
    Ok(PromptFilter {
        category: given("category"),
        tag: given("tag"),
        favorites_only: parse_flag("favorites", query.get("favorites"))?,
        ..PromptFilter::default()
    })
}
