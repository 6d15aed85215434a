//! `GET /api/admin/stats` and `GET /api/admin/usage-overview`

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use studio_app::usage::{self, Stats, UsageOverview};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::usage::UsedBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::QueryPairs;
use crate::problem::Problem;

/// The installation at a glance.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InstallationBody {
    /// Accounts.
    #[schema(minimum = 0, example = 120)]
    users: i64,
    /// Those of them that are switched on.
    #[schema(minimum = 0, example = 118)]
    active_users: i64,
    /// Those that were made in the last 30 days.
    #[schema(minimum = 0, example = 9)]
    new_users_30_days: i64,
    /// Those that logged in within the last 30 days.
    #[schema(minimum = 0, example = 64)]
    seen_users_30_days: i64,
    /// What all can spend together.
    #[schema(minimum = 0, example = 91_250.5)]
    balance_credits: f64,
    #[schema(minimum = 0, example = 31)]
    pending_jobs: i64,
    #[schema(minimum = 0, example = 12)]
    processing_jobs: i64,
    /// Batches that have not ended.
    #[schema(minimum = 0, example = 2)]
    open_batches: i64,
    /// What all used today (UTC).
    today: UsedBody,
    /// What all used in the last 30 days, today included.
    last_30_days: UsedBody,
}

/// How much there is, and how much is used.
#[utoipa::path(
    get, path = "/api/admin/stats", operation_id = "find_installation_stats", tag = "admin",
    responses(
        (status = 200, description = "The installation at a glance.", body = InstallationBody),
    )
)]
pub(crate) async fn find_installation_stats(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Json<InstallationBody>> {
    let stats = usage::stats(&state.app, &user).await?;
    Ok(Json(stats.into()))
}

impl From<Stats> for InstallationBody {
    fn from(stats: Stats) -> Self {
        let there = stats.installation;
        Self {
            users: there.users,
            active_users: there.active_users,
            new_users_30_days: there.new_users,
            seen_users_30_days: there.seen_users,
            balance_credits: there.balances.credits(),
            pending_jobs: there.pending_jobs,
            processing_jobs: there.processing_jobs,
            open_batches: there.open_batches,
            today: stats.today.into(),
            last_30_days: stats.month.into(),
        }
    }
}

/// What everybody used in a span.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverviewBody {
    /// The first day.
    from: NaiveDate,
    /// The last day.
    to: NaiveDate,
    /// Everything.
    total: UsedBody,
    /// Each day in order, also those without anything.
    days: Vec<OverviewDayBody>,
    /// The dearest first.
    models: Vec<OverviewModelBody>,
    /// The twenty who paid most.
    users: Vec<OverviewUserBody>,
}

/// A day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverviewDayBody {
    day: NaiveDate,
    #[serde(flatten)]
    used: UsedBody,
}

/// A model.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverviewModelBody {
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
    #[serde(flatten)]
    used: UsedBody,
}

/// A user.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverviewUserBody {
    user_id: Uuid,
    #[schema(example = "ada@example.org")]
    email: String,
    #[serde(flatten)]
    used: UsedBody,
}

/// What everybody used, by day, model and user.
#[utoipa::path(
    get, path = "/api/admin/usage-overview", operation_id = "find_usage_overview", tag = "admin",
    params(
        ("from" = Option<String>, Query, description = "The first day, `YYYY-MM-DD` in UTC; by default 29 days before `to`.", example = "2026-11-01"),
        ("to" = Option<String>, Query, description = "The last day, by default today; at most 366 days from `from` on.", example = "2026-11-30"),
    ),
    responses(
        (status = 200, description = "The sums of the span.", body = OverviewBody),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_usage_overview(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
) -> Result<Json<OverviewBody>> {
    let overview = usage::overview(&state.app, &user, query.get("from"), query.get("to")).await?;
    Ok(Json(overview.into()))
}

impl From<UsageOverview> for OverviewBody {
    fn from(overview: UsageOverview) -> Self {
        let day = |(day, used): (NaiveDate, usage::Used)| OverviewDayBody { day, used: used.into() };
        let model = |(model_id, used): (String, usage::Used)| OverviewModelBody {
            model_id,
            used: used.into(),
        };
        let user = |share: usage::UserShare| OverviewUserBody {
            user_id: share.user_id.0,
            email: share.email,
            used: share.used.into(),
        };
        Self {
            from: overview.span.first,
            to: overview.span.last,
            total: overview.total.into(),
            days: overview.days.into_iter().map(day).collect(),
            models: overview.models.into_iter().map(model).collect(),
            users: overview.users.into_iter().map(user).collect(),
        }
    }
}
