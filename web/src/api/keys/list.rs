//! `GET /api/keys`

use axum::Json;
use axum::extract::State;
use studio_app::keys;

use super::KeyBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PageQuery;
use crate::problem::Problem;

/// Your API keys, newest first, expired ones included.
#[utoipa::path(
    get, path = "/api/keys", operation_id = "list_keys", tag = "keys",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of keys.", body = PageBody<KeyBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_keys(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    page: PageQuery,
) -> Result<Json<PageBody<KeyBody>>> {
    let found = keys::list(&state.app, user.id, page.cursor, page.limit).await?;
    Ok(Json(found.into()))
}
