//! `GET /api/credits/history`

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::credits::{self, Movement};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PageQuery;
use crate::problem::Problem;

/// A movement of your credits. The three amounts and what came from outside sum to zero.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MovementBody {
    id: Uuid,
    /// `grant`, `purchase`, `hold` (set aside for a job), `adjust` (more or less of it), `capture` (paid, the rest returned), `release`
    /// (all returned), `refund` or `expiry`.
    #[schema(example = "capture")]
    kind: String,
    /// What you can spend became this much more; negative for less.
    #[schema(example = 1.5)]
    credits: f64,
    /// What is set aside became this much more; negative for less.
    #[schema(example = -26.5)]
    held_credits: f64,
    /// What was paid.
    #[schema(minimum = 0, example = 25.0)]
    spent_credits: f64,
    job_id: Option<Uuid>,
    batch_id: Option<Uuid>,
    /// Why, in the words of whoever moved it; often empty.
    note: String,
    created_at: DateTime<Utc>,
}

impl From<Movement> for MovementBody {
    fn from(movement: Movement) -> Self {
        Self {
            id: movement.id,
            kind: movement.kind,
            credits: movement.available.credits(),
            held_credits: movement.held.credits(),
            spent_credits: movement.spent.credits(),
            job_id: movement.job_id.map(|id| id.0),
            batch_id: movement.batch_id.map(|id| id.0),
            note: movement.note,
            created_at: movement.created_at,
        }
    }
}

/// What became of your credits, newest first.
#[utoipa::path(
    get, path = "/api/credits/history", operation_id = "list_credit_history", tag = "credits",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of movements.", body = PageBody<MovementBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_credit_history(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    page: PageQuery,
) -> Result<Json<PageBody<MovementBody>>> {
    let history = credits::history(&state.app, user.id, page.cursor, page.limit).await?;
    Ok(Json(history.into()))
}
