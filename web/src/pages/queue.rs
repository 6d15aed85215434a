//! `/queue`

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::generation::{self, FailedFilter, JobFilter, JobView};
use studio_app::queue;
use studio_model::{JobId, JobStatus, PageLimit};

use super::batches::batch_cards;
use super::convert::{ModelNames, job_card};
use super::frame::PageRequest;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::views::{QueueCounts, QueueFilter, QueuePage, Redriven, job_card_partial};
use crate::{AppState, paths};

/// Cards of a page.
const CARDS: u16 = 24;
/// How long one click runs failed jobs again.
const LONGEST: Duration = Duration::from_secs(10);

/// `GET /queue`: the jobs, newest first.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let filter = QueueFilter::from_name(query.get("state"));
    let after = parse_cursor(query.get("cursor"))?;
    let limit = PageLimit::new(CARDS).unwrap_or_default();
    let jobs = generation::list(&state.app, user.id, &job_filter(filter), after, limit).await?;
    let counts = generation::count_by_status(&state.app, user.id).await?;
    let names = ModelNames::load(&state.app);
    let cards = jobs.items.iter().map(|job| job_card(job, &names)).collect();
    let next_cursor = jobs.next.map(|cursor| cursor.to_string());
    let page = QueuePage {
        is_paused: queue::is_paused(&state.app, user.id).await?,
        batches: batch_cards(&state, user.id).await?,
        redriven: redriven(&query),
        ..QueuePage::new(filter, queue_counts(&counts), cards, next_cursor.as_deref())
    };
    respond::page(&state, &request, &page)
}

/// `POST /queue/pause`
pub(crate) async fn pause(State(state): State<AppState>, SignedInPage { user, .. }: SignedInPage) -> Result<Redirect> {
    queue::pause_own(&state.app, user.id).await?;
    Ok(Redirect::to(paths::QUEUE))
}

/// `POST /queue/resume`
pub(crate) async fn resume(State(state): State<AppState>, SignedInPage { user, .. }: SignedInPage) -> Result<Redirect> {
    queue::resume_own(&state.app, user.id).await?;
    Ok(Redirect::to(paths::QUEUE))
}

/// `POST /queue/redrive`: runs all failed jobs again, for as long as a browser may wait, the longest failed first.
pub(crate) async fn redrive(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
) -> Result<Redirect> {
    let (filter, limit, start) = (FailedFilter::default(), PageLimit::new(PageLimit::MAX), Instant::now());
    let (mut sum, mut after) = (
        Redriven {
            restarted: 0,
            skipped: 0,
        },
        None,
    );
    loop {
        let (done, next) = generation::redrive(&state.app, user.id, &filter, after, limit.unwrap_or_default()).await?;
        sum.restarted += u64::from(done.restarted);
        sum.skipped += done.skipped.values().copied().map(u64::from).sum::<u64>();
        after = next;
        // Where the money is used up, going on would only count.
        if after.is_none() || done.restarted == 0 || start.elapsed() > LONGEST {
            break;
        }
    }
    Ok(Redirect::to(&paths::queue_redriven(sum.restarted, sum.skipped)))
}

/// What the address says of it.
fn redriven(query: &FormPairs) -> Option<Redriven> {
    Some(Redriven {
        restarted: query.get("restarted").parse().ok()?,
        skipped: query.get("skipped").parse().ok()?,
    })
}

/// `POST /queue/{id}/pause`
pub(crate) async fn pause_job(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<JobId>,
) -> Result<Response> {
    let job = queue::pause_job(&state.app, user.id, id).await?;
    answer(&state, &request, &job).await
}

/// `POST /queue/{id}/resume`
pub(crate) async fn resume_job(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<JobId>,
) -> Result<Response> {
    let job = queue::resume_job(&state.app, user.id, id).await?;
    answer(&state, &request, &job).await
}

/// `POST /queue/{id}/front`
pub(crate) async fn move_to_front(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<JobId>,
) -> Result<Response> {
    let job = queue::move_to_front(&state.app, user.id, id).await?;
    answer(&state, &request, &job).await
}

/// `POST /queue/{id}/cancel`
pub(crate) async fn cancel(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<JobId>,
) -> Result<Response> {
    let job = generation::cancel(&state.app, user.id, id).await?;
    answer(&state, &request, &job).await
}

/// `POST /queue/{id}/retry`
pub(crate) async fn retry(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<JobId>,
) -> Result<Response> {
    let job = generation::retry(&state.app, user.id, id).await?;
    answer(&state, &request, &job).await
}

/// The card in its new state; the whole list where there is no script.
async fn answer(state: &AppState, request: &PageRequest, job: &JobView) -> Result<Response> {
    if !request.is_part {
        return Ok(Redirect::to(paths::QUEUE).into_response());
    }
    let card = job_card(job, &ModelNames::load(&state.app));
    let html = job_card_partial(&state.templates, &request.frame, &card)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

fn job_filter(filter: QueueFilter) -> JobFilter {
    let statuses = match filter {
        QueueFilter::All => vec![],
        QueueFilter::Running => vec![JobStatus::Processing],
        QueueFilter::Waiting => vec![JobStatus::Pending],
        QueueFilter::Done => vec![JobStatus::Completed],
        QueueFilter::Failed => vec![JobStatus::Failed, JobStatus::Cancelled],
    };
    JobFilter { statuses }
}

fn queue_counts(counts: &HashMap<JobStatus, u64>) -> QueueCounts {
    let count = |filter| -> u64 {
        let statuses = job_filter(filter).statuses;
        statuses.iter().filter_map(|status| counts.get(status)).sum()
    };
    QueueCounts {
        all: counts.values().sum(),
        running: count(QueueFilter::Running),
        waiting: count(QueueFilter::Waiting),
        done: count(QueueFilter::Done),
        failed: count(QueueFilter::Failed),
        restartable: counts.get(&JobStatus::Failed).copied().unwrap_or_default(),
    }
}
