//! `GET /api/recipe-runs`

use axum::Json;
use axum::extract::State;
use studio_app::recipes;

use super::RecipeRunBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PageQuery;
use crate::problem::Problem;

/// Your runs of recipes, newest first, also of steps that were sent along with a request.
#[utoipa::path(
    get, path = "/api/recipe-runs", operation_id = "list_recipe_runs", tag = "recipes",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of runs.", body = PageBody<RecipeRunBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_recipe_runs(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    page: PageQuery,
) -> Result<Json<PageBody<RecipeRunBody>>> {
    let runs = recipes::list_runs(&state.app, user.id, page.cursor, page.limit).await?;
    Ok(Json(runs.into()))
}
