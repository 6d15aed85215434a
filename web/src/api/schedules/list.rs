//! `GET /api/schedules`

use axum::Json;
use axum::extract::State;
use studio_app::schedules;

use super::ScheduleBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PageQuery;
use crate::problem::Problem;

/// Your schedules, newest first, without the requests of their runs.
#[utoipa::path(
    get, path = "/api/schedules", operation_id = "list_schedules", tag = "schedules",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of schedules.", body = PageBody<ScheduleBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_schedules(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    page: PageQuery,
) -> Result<Json<PageBody<ScheduleBody>>> {
    let schedules = schedules::list(&state.app, user.id, page.cursor, page.limit).await?;
    Ok(Json(schedules.into()))
}
