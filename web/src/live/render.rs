//! News as messages.

use std::collections::BTreeSet;

use axum::response::sse::Event as Message;
use chrono::TimeDelta;
use studio_app::generation::{self, JobFilter, JobView};
use studio_app::{App, accounts, notifications};
use studio_model::{BatchId, JobId, JobStatus, PageLimit, UserId};

use super::cursor;
use super::follow::News;
use crate::api::generation::JobBody;
use crate::error::Result;
use crate::pages::batch::summary;
use crate::pages::batches::batch_cards;
use crate::pages::{ModelNames, job_card};
use crate::views::{
    Frame, batch_cards_partial, batch_summary_partial, bell_partial, credits_partial, job_card_partial,
    running_jobs_partial,
};
use crate::{AppState, Error};

/// A page may be so old when its stream begins: a slow network or machine lies between the two.
const PAGE_AGE: TimeDelta = TimeDelta::minutes(2);

/// The jobs that a page without a place in the log may show otherwise than they are: those that move, and those that have
/// ended since the page was made.
pub(super) async fn present_jobs(app: &App, user_id: UserId) -> Result<BTreeSet<JobId>> {
    let active = JobFilter {
        statuses: vec![JobStatus::Pending, JobStatus::Processing],
    };
    let active = generation::list(app, user_id, &active, None, PageLimit::default()).await?;
    let newest = generation::list(app, user_id, &JobFilter::default(), None, PageLimit::default()).await?;
    let since = app.clock.now() - PAGE_AGE;
    let ended = newest
        .items
        .iter()
        .filter(|job| job.completed_at.is_some_and(|at| at > since));
    Ok(active.items.iter().chain(ended).map(|job| job.id).collect())
}

/// News in their present state.
pub(super) struct Told {
    /// The last one carries the id.
    pub(super) messages: Vec<Message>,
    /// They are about a batch, or about jobs of one.
    pub(super) of_batches: bool,
}

/// The batches under way, and the numbers of the one whose page is open.
pub(super) async fn batches(
    state: &AppState,
    user_id: UserId,
    frame: &Frame,
    open: Option<BatchId>,
) -> Result<Message> {
    let cards = batch_cards(state, user_id).await?;
    let mut html = batch_cards_partial(&state.templates, frame, &cards)?;
    if let Some(id) = open {
        match studio_app::batches::find(&state.app, user_id, id).await {
            Ok(batch) => {
                let batch = summary(&batch, state.app.clock.now());
                html += &batch_summary_partial(&state.templates, frame, &batch)?;
            }
            // Not the user's: nothing to tell.
            Err(studio_app::Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Message::default().data(html))
}

/// All that is new, in its present state, the batches left out: they are told less often.
pub(super) async fn messages(state: &AppState, user_id: UserId, frame: &Frame, news: &News) -> Result<Told> {
    let ids: Vec<JobId> = news.jobs.iter().copied().collect();
    let jobs = generation::find_many(&state.app, user_id, &ids).await?;
    let html = partials(state, user_id, frame, news, &jobs).await?;
    let of_batches = news.batches || jobs.iter().any(|job| job.batch.is_some());
    let mut messages = Vec::with_capacity(jobs.len() + 1);
    for job in jobs {
        let body = Message::default().event("job").json_data(JobBody::from(job));
        messages.push(body.map_err(Error::internal)?);
    }
    let page = Message::default().data(html);
    messages.push(match news.upto {
        Some(cursor) => page.id(cursor::to_id(cursor)),
        None => page,
    });
    Ok(Told { messages, of_batches })
}

async fn partials(state: &AppState, user_id: UserId, frame: &Frame, news: &News, jobs: &[JobView]) -> Result<String> {
    let mut html = String::new();
    if !news.jobs.is_empty() {
        let names = ModelNames::load(&state.app);
        for job in jobs {
            html += &job_card_partial(&state.templates, frame, &job_card(job, &names))?;
        }
        let running = generation::count_active(&state.app, user_id).await?;
        html += &running_jobs_partial(&state.templates, frame.lang, running)?;
    }
    if news.notifications {
        let unread = notifications::count_unread(&state.app, user_id).await?;
        html += &bell_partial(&state.templates, frame.lang, unread)?;
    }
    if news.balance {
        let user = accounts::find_user(&state.app, user_id).await?;
        html += &credits_partial(&state.templates, frame.lang, user.balance.credits())?;
    }
    Ok(html)
}
