//! `/recipe-runs/{id}`: what became of the pictures that a recipe was given.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use studio_app::recipes::{self, Failure, RunJobFilter, RunState, RunView, StepView};
use studio_model::{PageLimit, RecipeRunId};

use super::convert::{ModelNames, job_card};
use super::respond;
use super::signed_in::SignedInPage;
use crate::api::recipe_runs::{parse_cursor, write_cursor};
use crate::error::Result;
use crate::extract::{PathId, QueryPairs};
use crate::views::{RunCard, RunFailure, RunPage, RunStep, View};
use crate::{AppState, paths};

/// Jobs of a page.
const JOBS: u16 = 24;

/// `GET /recipe-runs/{id}`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<RecipeRunId>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let run = recipes::find_run(&state.app, user.id, id).await?;
    let filter = RunJobFilter {
        step: None,
        statuses: Vec::new(),
    };
    let after = parse_cursor(query.get("cursor"))?;
    let limit = PageLimit::new(JOBS).unwrap_or_default();
    let (jobs, next) = recipes::list_run_jobs(&state.app, user.id, id, &filter, after, limit).await?;
    let names = ModelNames::load(&state.app);
    let page = RunPage {
        jobs: jobs.iter().map(|job| job_card(job, &names)).collect(),
        next_href: next.map(|after| paths::recipe_run_after(&id.to_string(), &write_cursor(&after))),
        ..page(&run, &names)
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `POST /recipe-runs/{id}/pause`
pub(crate) async fn pause(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<RecipeRunId>,
) -> Result<Redirect> {
    recipes::pause_run(&state.app, user.id, id).await?;
    Ok(back(id))
}

/// `POST /recipe-runs/{id}/resume`
pub(crate) async fn resume(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<RecipeRunId>,
) -> Result<Redirect> {
    recipes::resume_run(&state.app, user.id, id).await?;
    Ok(back(id))
}

/// `POST /recipe-runs/{id}/cancel`
pub(crate) async fn cancel(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<RecipeRunId>,
) -> Result<Redirect> {
    recipes::cancel_run(&state.app, user.id, id).await?;
    Ok(back(id))
}

/// `POST /recipe-runs/{id}/retry`: what failed is tried again.
pub(crate) async fn retry(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<RecipeRunId>,
) -> Result<Redirect> {
    recipes::retry_run(&state.app, user.id, id).await?;
    Ok(back(id))
}

fn back(id: RecipeRunId) -> Redirect {
    Redirect::to(&paths::recipe_run(&id.to_string()))
}

/// A run in short.
pub(super) fn run_card(run: &RunView) -> RunCard {
    RunCard {
        id: run.id.to_string(),
        name: run.name.clone(),
        state: run.state.as_str(),
        created_at: run.created_at,
    }
}

/// The page without jobs.
fn page(run: &RunView, names: &ModelNames) -> RunPage {
    let steps: Vec<RunStep> = run.steps.iter().map(|step| run_step(step, names)).collect();
    let is_cancelled = matches!(run.state, RunState::Cancelled | RunState::Cancelling);
    RunPage {
        run: run_card(run),
        waiting: run.waiting.as_ref().map(|waiting| waiting.message.clone()),
        can_retry: !is_cancelled && steps.iter().any(|step| step.failed > 0),
        steps,
        failures: run.failures.iter().map(failure).collect(),
        estimated_credits: run.estimate.credits(),
        held_credits: run.held.credits(),
        cost_credits: run.captured.credits(),
        batch_href: run.batch_id.map(|id| paths::batch(&id.to_string())),
        jobs: Vec::new(),
        next_href: None,
    }
}

fn run_step(step: &StepView, names: &ModelNames) -> RunStep {
    RunStep {
        number: step.step,
        does: format!("{}: {}", step.operation.as_str(), names.get(&step.model_id)),
        waiting: step.tally.waiting + step.tally.queued,
        running: step.tally.running,
        completed: step.tally.completed,
        failed: step.tally.failed + step.tally.refused,
    }
}

fn failure(failure: &Failure) -> RunFailure {
    RunFailure {
        step: failure.step.unsigned_abs().into(),
        image_href: paths::image(&failure.source.to_string()),
        message: failure.message.clone(),
    }
}
