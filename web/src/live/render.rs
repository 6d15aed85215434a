//! News as messages.

use std::collections::BTreeSet;

use axum::response::sse::Event as Message;
use studio_app::generation::{self, JobFilter, JobView};
use studio_app::{App, accounts};
use studio_model::{JobId, JobStatus, PageLimit, UserId};

use super::cursor;
use super::follow::News;
use crate::api::generation::JobBody;
use crate::error::Result;
use crate::pages::batches::batch_cards;
use crate::pages::{ModelNames, job_card};
use crate::views::{Frame, batch_cards_partial, credits_partial, job_card_partial, running_jobs_partial};
use crate::{AppState, Error};

/// The jobs that a page may show moving.
pub(super) async fn active_jobs(app: &App, user_id: UserId) -> Result<BTreeSet<JobId>> {
    let filter = JobFilter {
        statuses: vec![JobStatus::Pending, JobStatus::Processing],
    };
    let jobs = generation::list(app, user_id, &filter, None, PageLimit::default()).await?;
    Ok(jobs.items.iter().map(|job| job.id).collect())
}

/// News in their present state.
pub(super) struct Told {
    /// The last one carries the id.
    pub(super) messages: Vec<Message>,
    /// They are about a batch, or about jobs of one.
    pub(super) of_batches: bool,
}

/// The batches under way.
pub(super) async fn batches(state: &AppState, user_id: UserId, frame: &Frame) -> Result<Message> {
    let cards = batch_cards(state, user_id).await?;
    let html = batch_cards_partial(&state.templates, frame, &cards)?;
    Ok(Message::default().data(html))
}

/// All that is new, in its present state, the batches left out: they are told less often.
pub(super) async fn messages(state: &AppState, user_id: UserId, frame: &Frame, news: &News) -> Result<Told> {
    let jobs = load(&state.app, user_id, &news.jobs).await?;
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

async fn load(app: &App, user_id: UserId, ids: &BTreeSet<JobId>) -> Result<Vec<JobView>> {
    let mut jobs = Vec::with_capacity(ids.len());
    for id in ids {
        match generation::find(app, user_id, *id).await {
            Ok(job) => jobs.push(job),
            Err(studio_app::Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(jobs)
}

async fn partials(state: &AppState, user_id: UserId, frame: &Frame, news: &News, jobs: &[JobView]) -> Result<String> {
    let mut html = String::new();
    if !news.jobs.is_empty() {
        let names = ModelNames::load(&state.app).await?;
        for job in jobs {
            html += &job_card_partial(&state.templates, frame, &job_card(job, &names))?;
        }
        let running = generation::count_active(&state.app, user_id).await?;
        html += &running_jobs_partial(&state.templates, frame.lang, running)?;
    }
    if news.balance {
        let user = accounts::find_user(&state.app, user_id).await?;
        html += &credits_partial(&state.templates, frame.lang, user.balance.credits())?;
    }
    Ok(html)
}
