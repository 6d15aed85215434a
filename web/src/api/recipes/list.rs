//! `GET /api/recipes`

use axum::Json;
use axum::extract::State;
use studio_app::recipes;

use super::RecipeBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PageQuery;
use crate::problem::Problem;

/// Your recipes, newest first.
#[utoipa::path(
    get, path = "/api/recipes", operation_id = "list_recipes", tag = "recipes",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of recipes.", body = PageBody<RecipeBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_recipes(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    page: PageQuery,
) -> Result<Json<PageBody<RecipeBody>>> {
    let recipes = recipes::list(&state.app, user.id, page.cursor, page.limit).await?;
    Ok(Json(recipes.into()))
}
