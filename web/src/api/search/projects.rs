//! `GET /api/search/projects`

use axum::Json;
use axum::extract::State;
use studio_app::projects;

use crate::AppState;
use crate::api::PageBody;
use crate::api::projects::ProjectBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, QueryPairs};
use crate::problem::Problem;

/// Your projects in which every word is found, newest first.
///
/// Words are looked for in name, description, notes, category and tags, also inside of longer words and in any case. Projects
/// that are put away are found too.
#[utoipa::path(
    get, path = "/api/search/projects", operation_id = "search_projects", tag = "search",
    params(
        ("q" = String, Query, description = "1 to 20 words, at most 200 characters.", example = "winter fox"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of projects.", body = PageBody<ProjectBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn search_projects(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<Json<PageBody<ProjectBody>>> {
    let found = projects::search(&state.app, user.id, query.get("q"), page.cursor, page.limit).await?;
    Ok(Json(found.into()))
}
