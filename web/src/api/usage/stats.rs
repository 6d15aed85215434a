//! `GET /api/usage/stats`

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use studio_app::usage;
use utoipa::ToSchema;

use super::UsedBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::QueryPairs;
use crate::problem::Problem;

/// What you used in a span.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatsBody {
    /// The first day.
    from: NaiveDate,
    /// The last day.
    to: NaiveDate,
    #[serde(flatten)]
    used: UsedBody,
}

/// What you used in all.
#[utoipa::path(
    get, path = "/api/usage/stats", operation_id = "find_usage_stats", tag = "usage",
    params(
        ("from" = Option<String>, Query, description = "The first day, `YYYY-MM-DD` in UTC; by default 29 days before `to`.", example = "2026-11-01"),
        ("to" = Option<String>, Query, description = "The last day, by default today; at most 366 days from `from` on.", example = "2026-11-30"),
    ),
    responses(
        (status = 200, description = "The sums of the span.", body = StatsBody),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_usage_stats(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
) -> Result<Json<StatsBody>> {
    let (span, used) = usage::total(&state.app, user.id, query.get("from"), query.get("to")).await?;
    Ok(Json(StatsBody {
        from: span.first,
        to: span.last,
        used: used.into(),
    }))
}
