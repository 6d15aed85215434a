//! `GET /api/generate/queue`

use axum::Json;
use axum::extract::State;
use studio_app::generation::{self, JobFilter};
use studio_model::JobStatus;

use super::JobBody;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, QueryPairs, parse_flag};
use crate::problem::Problem;
use crate::{AppState, Error};

/// Your jobs, newest first.
#[utoipa::path(
    get, path = "/api/generate/queue", operation_id = "list_jobs", tag = "generation",
    params(
        ("status" = Option<String>, Query, description = "Only `pending`, `processing`, `completed`, `failed` or `cancelled` ones."),
        ("active" = Option<bool>, Query, description = "Only those that have not ended; without meaning beside `status`."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of jobs.", body = PageBody<JobBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_jobs(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    QueryPairs(query): QueryPairs,
    page: PageQuery,
) -> Result<Json<PageBody<JobBody>>> {
    let filter = JobFilter {
        statuses: statuses(query.get("status"), query.get("active"))?,
    };
    let jobs = generation::list(&state.app, user.id, &filter, page.cursor, page.limit).await?;
    Ok(Json(jobs.into()))
}

/// A status says more than `active`; neither means every one.
fn statuses(status: &str, active: &str) -> Result<Vec<JobStatus>> {
    let only_active = parse_flag("active", active)?;
    if !status.is_empty() {
        return Ok(vec![parse_status(status)?]);
    }
    let active = [JobStatus::Pending, JobStatus::Processing];
    Ok(if only_active { active.to_vec() } else { Vec::new() })
}

/// A job's status by its word.
pub(crate) fn parse_status(text: &str) -> Result<JobStatus> {
    let words = JobStatus::ALL.iter().map(|status| status.as_str()).collect::<Vec<_>>();
    JobStatus::parse(text).ok_or_else(|| Error::invalid("status", format!("Use one of {}.", words.join(", "))))
}
