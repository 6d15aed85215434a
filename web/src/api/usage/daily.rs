//! `GET /api/usage/daily`

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use studio_app::usage;
use utoipa::ToSchema;

use super::UsedBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::QueryPairs;
use crate::problem::Problem;

/// A day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayBody {
    day: NaiveDate,
    #[serde(flatten)]
    used: UsedBody,
}

/// What you used on each day, also on those without anything.
#[utoipa::path(
    get, path = "/api/usage/daily", operation_id = "list_daily_usage", tag = "usage",
    params(
        ("from" = Option<String>, Query, description = "The first day, `YYYY-MM-DD` in UTC; by default 29 days before `to`.", example = "2026-11-01"),
        ("to" = Option<String>, Query, description = "The last day, by default today; at most 366 days from `from` on.", example = "2026-11-30"),
    ),
    responses(
        (status = 200, description = "All days of the span in order; there is no further page.", body = PageBody<DayBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_daily_usage(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
) -> Result<Json<PageBody<DayBody>>> {
    let days = usage::daily(&state.app, user.id, query.get("from"), query.get("to")).await?;
    let bodies = days.into_iter().map(|(day, used)| DayBody { day, used: used.into() });
    Ok(Json(PageBody::whole(bodies.collect())))
}
