//! `/schedules` and `/schedules/{id}`: batches that recur, and what became of their runs.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::schedules::{self, Preview, RunView, ScheduleView};
use studio_model::{PageLimit, ScheduleId, UserId};

use super::respond;
use super::schedule_form::{misfire_word, overlap_word};
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::views::{Coming, RunLine, ScheduleCard, SchedulePage, ScheduleRules, SchedulesPage, View};
use crate::{AppState, Error, paths};

/// Schedules, or runs, of a page.
const SHOWN: u16 = 30;
/// Runs to come that are told.
pub(super) const COMING: usize = 5;

/// `GET /schedules`
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let found = schedules::list(&state.app, user.id, parse_cursor(query.get("cursor"))?, limit).await?;
    let page = SchedulesPage {
        schedules: found.items.iter().map(card).collect(),
        next_href: found.next.map(|cursor| paths::schedules_after(&cursor.to_string())),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `GET /schedules/{id}`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ScheduleId>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let schedule = schedules::find(&state.app, user.id, id).await?;
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let runs = schedules::list_runs(&state.app, user.id, id, parse_cursor(query.get("cursor"))?, limit).await?;
    let (coming, complaint) = coming_of(&state, user.id, &schedule).await?;
    let page = SchedulePage {
        rules: rules(&schedule),
        failures: schedule.consecutive_failures,
        schedule: card(&schedule),
        coming,
        complaint,
        next_href: runs
            .next
            .map(|cursor| paths::schedule_runs_after(&id.to_string(), &cursor.to_string())),
        runs: runs.items.into_iter().map(run_line).collect(),
        key: state.app.clock.new_id().to_string(),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `POST /schedules/{id}/pause`
pub(crate) async fn pause(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<ScheduleId>,
) -> Result<Redirect> {
    schedules::pause(&state.app, user.id, id).await?;
    Ok(back(id))
}

/// `POST /schedules/{id}/resume`
pub(crate) async fn resume(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<ScheduleId>,
) -> Result<Redirect> {
    schedules::resume(&state.app, user.id, id).await?;
    Ok(back(id))
}

/// `POST /schedules/{id}/run`: runs it now; the field `key` makes two clicks one.
pub(crate) async fn run(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<ScheduleId>,
    form: FormPairs,
) -> Result<Redirect> {
    let key = Some(form.get("key")).filter(|key| !key.is_empty());
    schedules::run_now(&state.app, user.id, id, key).await?;
    Ok(back(id))
}

/// `POST /schedules/{id}/delete`
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<ScheduleId>,
) -> Result<Response> {
    schedules::delete(&state.app, user.id, id).await?;
    Ok(Redirect::to(paths::SCHEDULES).into_response())
}

fn back(id: ScheduleId) -> Redirect {
    Redirect::to(&paths::schedule(&id.to_string()))
}

/// The next runs; a request that cannot be made any more is told instead.
async fn coming_of(
    state: &AppState,
    user_id: UserId,
    schedule: &ScheduleView,
) -> Result<(Option<Coming>, Option<String>)> {
    let Some(asked) = &schedule.request else {
        return Ok((None, None));
    };
    let zone = schedule.zone.to_string();
    match schedules::preview(&state.app, user_id, &schedule.cron, &zone, asked, COMING).await {
        Ok(preview) => Ok((Some(coming(&preview)), None)),
        Err(error) => {
            let error = Error::from(error);
            let info = ErrorInfo::mendable(&error).ok_or(error)?;
            Ok((None, Some(info.sentence())))
        }
    }
}

/// The next runs as the page shows them.
pub(super) fn coming(preview: &Preview) -> Coming {
    let one = preview.forecast.total().expected.credits();
    #[expect(clippy::cast_precision_loss, reason = "at most 43,200 minutes")]
    let month = one * preview.runs_per_month as f64;
    let time = |run: &schedules::DueTime| run.local.format("%Y-%m-%d %H:%M").to_string();
    Coming {
        times: preview.runs.iter().map(time).collect(),
        per_month: preview.runs_per_month,
        run_credits: one,
        month_credits: month,
    }
}

fn card(schedule: &ScheduleView) -> ScheduleCard {
    ScheduleCard {
        id: schedule.id.to_string(),
        name: schedule.name.clone(),
        cron: schedule.cron.clone(),
        zone: schedule.zone.to_string(),
        pause_reason: schedule.pause_reason.clone(),
        next_due_at: schedule.next_due_at,
    }
}

fn rules(schedule: &ScheduleView) -> ScheduleRules {
    ScheduleRules {
        overlap: overlap_word(schedule.overlap),
        misfire: misfire_word(schedule.misfire),
        jitter_s: schedule.jitter_s,
        budget_credits: schedule.budget.map(studio_model::MicroDollars::credits),
        pause_after: schedule.pause_after,
    }
}

fn run_line(run: RunView) -> RunLine {
    RunLine {
        due_at: run.due_at,
        state: run.state,
        message: run.message,
        batch_href: run.batch_id.map(|id| paths::batch(&id.to_string())),
        is_manual: run.is_manual,
    }
}
