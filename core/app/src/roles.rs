//! What a process does besides answering requests.

use std::sync::Arc;

use studio_jobs::{Engine, EngineSettings, Slots};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::provider::learn::{self, Accepted};
use crate::tasks::{batches, generate::Generate, housekeeping, mail, notices, recipes, schedules, timings, webhooks};
use crate::{App, Error, Result, events, models};

/// The loops of every process: telling and hearing of changes, following the plugins on offer. Runs until `stop`.
pub async fn run_background(app: &App, stop: CancellationToken) {
    tokio::join!(events::run(app, stop.clone()), models::watch(app, stop));
}

/// The loops of a worker process: admission, jobs, batches, recipes, schedules, mails, webhooks, clean-up. Runs until `stop` and until running jobs reached a safe point, at most
/// 20 s more.
///
/// # Errors
/// When the configured concurrency does not fit this machine's word size.
pub async fn run_workers(app: &App, stop: CancellationToken) -> Result<()> {
    let settings = EngineSettings {
        owner: format!("worker-{}-{}", std::process::id(), Uuid::new_v4().simple()),
        concurrency: usize::try_from(app.config.worker_concurrency).map_err(Error::internal)?,
        slots: Slots(app.config.job_slots),
    };
    let accepted = Accepted::default();
    // Who has which job is found out again by its lease, whatever a server forgets that loses power.
    let connections = (app.config.worker_concurrency + 4).min(200);
    let engine = Engine::new(
        studio_db::relaxed(&app.db, connections),
        settings,
        Arc::new(Generate::new(app.clone(), accepted.clone())),
        app.live.workers(),
    );
    tokio::join!(
        engine.run(stop.clone()),
        batches::run(app, stop.clone()),
        housekeeping::run(app, stop.clone()),
        mail::run(app, stop.clone()),
        notices::run(app, stop.clone()),
        recipes::run(app, stop.clone()),
        schedules::run(app, stop.clone()),
        timings::run(app, stop.clone()),
        webhooks::run(app, stop.clone()),
        learn::run(app, &accepted, stop),
    );
    Ok(())
}
