//! `/queue/{id}`: one job with the calls that it made.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use studio_app::generation::{self, AttemptView, Decision};
use studio_app::queue;
use studio_model::{JobId, UserId};

use super::convert::{ModelNames, job_card};
use super::frame::PageRequest;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::extract::{FormPairs, PathId};
use crate::views::{Attempt, JobPage, View};
use crate::{AppState, Error, paths};

/// `GET /queue/{id}`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<JobId>,
) -> Result<Response> {
    page(&state, &request, user.id, id, None).await
}

/// `POST /queue/{id}/priority`: the field `priority`, -100 to 100.
pub(crate) async fn set_priority(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<JobId>,
    form: FormPairs,
) -> Result<Response> {
    let wanted = form.get("priority").trim().parse::<i32>();
    let done = match wanted {
        Ok(priority) => queue::set_priority(&state.app, user.id, id, priority)
            .await
            .map(drop)
            .map_err(Error::from),
        Err(_) => Err(Error::invalid("priority", "Use a whole number from -100 to 100.")),
    };
    let Err(error) = done else {
        return Ok(Redirect::to(&paths::job(&id.to_string())).into_response());
    };
    let Some([complaint, ..]) = error.field_errors() else {
        return Err(error);
    };
    page(&state, &request, user.id, id, Some(complaint.message.clone())).await
}

/// The page, with what is wrong with the priority.
async fn page(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    id: JobId,
    priority_error: Option<String>,
) -> Result<Response> {
    let job = generation::find(&state.app, user_id, id).await?;
    let attempts = generation::list_attempts(&state.app, user_id, id).await?;
    let status = match priority_error {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = JobPage {
        job: job_card(&job, &ModelNames::load(&state.app)),
        priority: job.priority,
        priority_error,
        batch_href: job.batch.map(|(id, _)| paths::batch(&id.to_string())),
        attempts: attempts.into_iter().map(attempt).collect(),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

fn attempt(AttemptView { call, decision }: AttemptView) -> Attempt {
    Attempt {
        number: call.number,
        round: call.round,
        label: call.label,
        endpoint: call.endpoint,
        state: call.state.as_str(),
        request_id: call.request_id,
        error: call.error,
        created_at: call.created_at,
        duration_s: call
            .ended_at
            .map(|end| (end - call.created_at).max(TimeDelta::zero()).as_seconds_f64()),
        decision: decision.map(Decision::as_str),
        retry_at: match decision {
            Some(Decision::RetryAt(at)) => Some(at),
            _ => None,
        },
    }
}
