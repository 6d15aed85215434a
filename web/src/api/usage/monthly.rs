//! `GET /api/usage/monthly`

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

/// Months without `months`.
const USUAL_MONTHS: &str = "12";

/// A month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthBody {
    /// As `YYYY-MM`.
    #[schema(example = "2026-11")]
    month: String,
    #[serde(flatten)]
    used: UsedBody,
}

/// What you used in each month, also in those without anything.
#[utoipa::path(
    get, path = "/api/usage/monthly", operation_id = "list_monthly_usage", tag = "usage",
    params(("months" = Option<u32>, Query, description = "How many months, 1 to 60, this one included; default 12.")),
    responses(
        (status = 200, description = "All months in order; there is no further page.", body = PageBody<MonthBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_monthly_usage(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
) -> Result<Json<PageBody<MonthBody>>> {
    let wanted = match query.get("months") {
        "" => USUAL_MONTHS,
        months => months,
    };
    // What is no number is out of range, too.
    let months = usage::monthly(&state.app, user.id, wanted.parse().unwrap_or(0)).await?;
    let body = |(start, used): (NaiveDate, usage::Used)| MonthBody {
        month: start.format("%Y-%m").to_string(),
        used: used.into(),
    };
    Ok(Json(PageBody::whole(months.into_iter().map(body).collect())))
}
