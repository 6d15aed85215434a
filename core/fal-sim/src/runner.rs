//! Makes requests happen: least queue time, concurrency limit, priorities, start timeouts, and the run itself.

mod perform;

use std::{borrow::Cow, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    errors::{CANCELLED, Failure, START_TIMEOUT},
    jobs::{Outcome, Phase},
    journal::Event,
    queue::failed,
    state::Sim,
    webhooks,
};

/// Lets a waiting request become eligible after its least queue time, and ends it if its start timeout runs out.
pub(crate) fn schedule(sim: &Sim, id: &str) {
    watch_start(sim, id);
    let wait = sim.scaled(sim.live().queue_ms);
    if wait.is_zero() {
        return release(sim, id);
    }
    spawn_for(sim, id, move |sim, id| async move {
        tokio::time::sleep(wait).await;
        release(&sim, &id);
    });
}

/// Lets a waiting request start as soon as there is room.
fn release(sim: &Sim, id: &str) {
    if let Some(job) = sim.jobs().get_mut(id)
        && job.phase == (Phase::Queued { eligible: false })
    {
        job.phase = Phase::Queued { eligible: true };
    }
    pump(sim);
}

/// Ends a request that has not started in time.
pub(crate) fn watch_start(sim: &Sim, id: &str) {
    let timeout = sim.jobs().get(id).and_then(|job| {
        let allowed = chrono::TimeDelta::milliseconds((job.order.start_timeout_s? * 1000.0) as i64);
        Some(
            (job.order.accepted_at + allowed - chrono::Utc::now())
                .to_std()
                .unwrap_or(Duration::ZERO),
        )
    });
    let Some(timeout) = timeout else { return };
    spawn_for(sim, id, move |sim, id| async move {
        tokio::time::sleep(timeout).await;
        let waits = sim
            .jobs()
            .get(&id)
            .is_some_and(|job| matches!(job.phase, Phase::Queued { .. }));
        if waits {
            finish(&sim, &id, failed(&Failure::Platform(START_TIMEOUT), 0.0));
        }
    });
}

/// Starts as many eligible requests as the concurrency limit allows.
pub(crate) fn pump(sim: &Sim) {
    let limit = sim.live().concurrency_limit;
    loop {
        let started = {
            let mut jobs = sim.jobs();
            if jobs.running() >= limit {
                None
            } else {
                jobs.start_next()
            }
        };
        let Some(id) = started else { return };
        start(sim, &id);
    }
}

/// Runs a request that is marked running.
pub(crate) fn start(sim: &Sim, id: &str) {
    let Some(cancel) = sim.jobs().get(id).map(|job| job.cancel.clone()) else {
        return;
    };
    spawn_for(sim, id, move |sim, id| run(sim, id, cancel));
}

async fn run(sim: Sim, id: String, cancel: CancellationToken) {
    let outcome = tokio::select! {
        () = cancel.cancelled() => Some(failed(&Failure::Platform(CANCELLED), 0.0)),
        outcome = perform::perform(&sim, &id) => outcome,
    };
    match outcome {
        Some(outcome) => finish(&sim, &id, outcome),
        None => {
            sim.jobs().requeue(&id);
            schedule(&sim, &id);
            pump(&sim);
        }
    }
}

/// Ends a request: journal, book, webhook, and the next one's turn.
pub(crate) fn finish(sim: &Sim, id: &str, outcome: Outcome) {
    let ended = {
        let mut jobs = sim.jobs();
        let started_at = jobs.get(id).and_then(|job| job.started_at);
        let known = jobs.get(id).is_some_and(|job| job.phase != Phase::Done);
        if known {
            sim.record(&Event::Ended {
                id: Cow::Borrowed(id),
                started_at,
                outcome: Cow::Borrowed(&outcome),
            });
        }
        jobs.finish(id, outcome)
    };
    if ended {
        webhooks::deliver(sim, id);
        pump(sim);
    }
}

/// Spawns work about a request that ends when the simulator stops or forgets the request.
pub(crate) fn spawn_for<F, Fut>(sim: &Sim, id: &str, work: F)
where
    F: FnOnce(Sim, String) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let Some(stop) = sim.jobs().get(id).map(|job| job.stop.clone()) else {
        return;
    };
    let work = work(sim.clone(), id.to_owned());
    tokio::spawn(async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = work => {}
        }
    });
}
