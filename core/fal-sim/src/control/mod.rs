//! The simulator's own controls under `/sim`. The provider has nothing like it.

mod config;
mod faults;
mod ledger;

use axum::{extract::State, response::Response};
use serde_json::json;

pub(crate) use config::{find_config, put_config};
pub(crate) use faults::{list_faults, put_faults};
pub use ledger::{LedgerEntry, LedgerOutcome};
pub(crate) use ledger::{ledger, list_ledger};

use crate::{call::json_reply, catalogue, state::Sim};

/// `GET /sim`: what this is and how busy.
pub(crate) async fn status(State(sim): State<Sim>) -> Response {
    let (accepted, queued, running) = {
        let jobs = sim.jobs();
        (jobs.iter().count(), jobs.waiting(), jobs.running())
    };
    let models: Vec<&str> = catalogue::all().iter().map(|model| model.id).collect();
    json_reply(
        200,
        &json!({
            "name": "fal-sim",
            "version": env!("CARGO_PKG_VERSION"),
            "public_url": sim.public_url(),
            "uptime_s": sim.started.elapsed().as_secs(),
            "requests": { "accepted": accepted, "queued": queued, "running": running },
            "files": sim.files.count(),
            "faults": sim.faults().list().len(),
            "models": models,
        }),
    )
}

/// `POST /sim/reset`.
pub(crate) async fn post_reset(State(sim): State<Sim>) -> Response {
    reset(&sim);
    json_reply(200, &json!({ "ok": true }))
}

/// Forgets requests, files, uploads and faults, and starts the dice over. Settings stay.
pub(crate) fn reset(sim: &Sim) {
    sim.jobs().clear();
    sim.forget_journal();
    sim.files.clear();
    sim.uploads.clear();
    sim.faults().clear();
    sim.reseed();
}

/// 422 with the field to blame.
fn unprocessable(field: &str, message: &str) -> Response {
    json_reply(422, &json!({ "field": field, "message": message }))
}
