//! `/api/admin/housekeeping`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::housekeeping::{self, ChoreView};
use utoipa::ToSchema;

use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::problem::Problem;

/// Something that is forgotten regularly.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChoreBody {
    #[schema(example = "attempts")]
    name: &'static str,
    /// Seconds from the beginning of one run to the next.
    #[schema(example = 86400)]
    every_s: u64,
    /// Seconds for which things are kept.
    #[schema(example = 7776000)]
    keeps_s: u64,
    /// The next run begins after this time.
    due_at: DateTime<Utc>,
    /// Whether a process is at it.
    is_running: bool,
    /// When the last run began.
    started_at: Option<DateTime<Utc>>,
    /// The last run that ended.
    last_run: Option<LastRunBody>,
}

/// A run that ended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LastRunBody {
    ended_at: DateTime<Utc>,
    #[schema(example = 120)]
    duration_ms: i64,
    /// Rows or objects that it removed.
    #[schema(example = 2000)]
    removed: i64,
    /// Why it failed; it is tried again within ten minutes.
    error: Option<String>,
}

impl From<ChoreView> for ChoreBody {
    fn from(view: ChoreView) -> Self {
        Self {
            name: view.name,
            every_s: view.every.as_secs(),
            keeps_s: view.keeps.as_secs(),
            due_at: view.due_at,
            is_running: view.is_running,
            started_at: view.started_at,
            last_run: view.last.map(|last| LastRunBody {
                ended_at: last.ended_at,
                duration_ms: last.duration_ms,
                removed: last.removed,
                error: last.error,
            }),
        }
    }
}

/// What is forgotten, and how the last runs went.
#[utoipa::path(
    get, path = "/api/admin/housekeeping", operation_id = "list_chores", tag = "admin",
    responses(
        (status = 200, description = "All of them, by name; there is no further page.", body = PageBody<ChoreBody>),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_chores(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<axum::Json<PageBody<ChoreBody>>> {
    let chores = housekeeping::list(&state.app, &user).await?;
    Ok(axum::Json(PageBody::whole(
        chores.into_iter().map(ChoreBody::from).collect(),
    )))
}

/// Run one now.
///
/// A worker begins within seconds; if one is at it, again after that.
#[utoipa::path(
    post, path = "/api/admin/housekeeping/{name}/run", operation_id = "run_chore", tag = "admin",
    params(("name" = String, Path, description = "Its name, as listed.", example = "events")),
    responses(
        (status = 202, description = "It is due.", body = ChoreBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is none of this name.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn run_chore(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(name): Path<String>,
) -> Result<(StatusCode, axum::Json<ChoreBody>)> {
    let chore = housekeeping::run_now(&state.app, &user, &name).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(chore.into())))
}
