//! `GET /api/projects`

use axum::Json;
use axum::extract::State;
use studio_app::projects::{self, ProjectFilter};

use super::ProjectBody;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, QueryPairs};
use crate::problem::Problem;
use crate::{AppState, Error};

/// Your projects, newest first.
#[utoipa::path(
    get, path = "/api/projects", operation_id = "list_projects", tag = "projects",
    params(
        ("archived" = Option<String>, Query, description = "`false` (the default) for those that are not put away, `true` for those that are, `all` for both."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of projects.", body = PageBody<ProjectBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_projects(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<Json<PageBody<ProjectBody>>> {
    let filter = match query.get("archived") {
        "" | "false" => ProjectFilter::Active,
        "true" => ProjectFilter::Archived,
        "all" => ProjectFilter::All,
        _ => return Err(Error::invalid("archived", "Use true, false or all.")),
    };
    let projects = projects::list(&state.app, user.id, filter, page.cursor, page.limit).await?;
    Ok(Json(projects.into()))
}
