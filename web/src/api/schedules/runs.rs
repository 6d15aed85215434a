//! `GET /api/schedules/{id}/runs`

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::schedules::{self, RunView};
use studio_model::ScheduleId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, PathId};
use crate::problem::Problem;

/// A due time and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunBody {
    id: Uuid,
    /// The moment that the line names; of a run asked for by hand, when it was.
    due_at: DateTime<Utc>,
    /// `due_at` and the jitter; later when it is tried again.
    start_at: DateTime<Utc>,
    /// Asked for by hand.
    is_manual: bool,
    /// `waiting`, `started`, then `succeeded` (a job ended well), `failed` (none did) or `cancelled`; or it never started:
    /// `skipped_overlap`, `skipped_misfire`, `skipped_paused`, `over_budget`, `no_credits`, `refused`.
    #[schema(example = "succeeded")]
    state: String,
    /// Why, where the state does not say all.
    message: Option<String>,
    /// With `skipped_misfire`: how many due times were given up, this one the first.
    missed: i64,
    batch_id: Option<Uuid>,
    /// When its batch was made.
    fired_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

/// What became of a schedule's due times, the newest first.
///
/// Kept for 90 days after their end.
#[utoipa::path(
    get, path = "/api/schedules/{id}/runs", operation_id = "list_schedule_runs", tag = "schedules",
    params(
        ("id" = uuid::Uuid, Path, description = "The schedule."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of runs.", body = PageBody<RunBody>),
        (status = 404, description = "You have no such schedule.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_schedule_runs(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ScheduleId>,
    page: PageQuery,
) -> Result<Json<PageBody<RunBody>>> {
    let runs = schedules::list_runs(&state.app, user.id, id, page.cursor, page.limit).await?;
    Ok(Json(runs.into()))
}

impl From<RunView> for RunBody {
    fn from(run: RunView) -> Self {
        Self {
            id: run.id.0,
            due_at: run.due_at,
            start_at: run.start_at,
            is_manual: run.is_manual,
            state: run.state,
            message: run.message,
            missed: run.missed,
            batch_id: run.batch_id.map(|id| id.0),
            fired_at: run.fired_at,
            ended_at: run.ended_at,
        }
    }
}
