//! `/api/budgets`: what you want to spend at most.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::budgets::{self, BudgetPeriod, BudgetView};
use studio_model::ProjectId;
use utoipa::ToSchema;
use uuid::Uuid;

use super::PageBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::{Error, Result};
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// A budget.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BudgetBody {
    id: Uuid,
    /// Of this project; of everything where it is `null`.
    project_id: Option<Uuid>,
    /// `day` or `month`, from midnight UTC on.
    #[schema(example = "month")]
    period: &'static str,
    #[schema(example = 500.0)]
    credits: f64,
    /// It refuses what goes beyond; a soft one only tells.
    is_hard: bool,
    /// Set aside and paid in the present span.
    used_credits: f64,
    /// `free`, `near` (four fifths) or `reached`.
    #[schema(example = "free")]
    state: &'static str,
    /// When it starts anew.
    ends_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
}

/// What you want to spend at most.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PutBudgetBody {
    /// Of a project of yours; without it of everything.
    project_id: Option<Uuid>,
    /// `day` or `month`.
    #[schema(example = "month")]
    period: String,
    /// More than 0.
    #[schema(example = 500.0)]
    credits: f64,
    /// Refuses what goes beyond; default `true`.
    #[serde(default = "yes")]
    #[schema(default = true)]
    is_hard: bool,
}

fn yes() -> bool {
    true
}

/// Your budgets.
#[utoipa::path(
    get, path = "/api/budgets", operation_id = "list_budgets", tag = "budgets",
    responses((status = 200, description = "All of them.", body = PageBody<BudgetBody>))
)]
pub(crate) async fn list_budgets(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<axum::Json<PageBody<BudgetBody>>> {
    let budgets = budgets::list(&state.app, user.id).await?;
    Ok(axum::Json(PageBody::whole(
        budgets.into_iter().map(BudgetBody::from).collect(),
    )))
}

/// Set a budget.
///
/// There is one for each span, in all and for each project; setting it again replaces its limit. It counts what is set aside
/// and paid; what of it returns is taken off again.
#[utoipa::path(
    put, path = "/api/budgets", operation_id = "put_budget", tag = "budgets",
    request_body = PutBudgetBody,
    responses(
        (status = 200, description = "Set.", body = BudgetBody),
        (status = 422, description = "A field is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_budget(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<PutBudgetBody>,
) -> Result<axum::Json<BudgetBody>> {
    let period = BudgetPeriod::parse(&body.period).ok_or_else(|| Error::invalid("period", "Use day or month."))?;
    let project = body.project_id.map(ProjectId);
    let budget = budgets::put(&state.app, user.id, project, period, body.credits, body.is_hard).await?;
    Ok(axum::Json(budget.into()))
}

/// Remove a budget.
#[utoipa::path(
    delete, path = "/api/budgets/{id}", operation_id = "delete_budget", tag = "budgets",
    params(("id" = uuid::Uuid, Path, description = "The budget.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "You have no such budget.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_budget(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<Uuid>,
) -> Result<StatusCode> {
    budgets::delete(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<BudgetView> for BudgetBody {
    fn from(budget: BudgetView) -> Self {
        Self {
            id: budget.id,
            project_id: budget.project_id,
            period: budget.period.as_str(),
            credits: budget.limit.credits(),
            is_hard: budget.is_hard,
            used_credits: budget.used.credits(),
            state: budget.state.as_str(),
            ends_at: budget.ends_at,
            updated_at: budget.updated_at,
        }
    }
}
