//! Every route on one screen. The first path segment stands for one of the provider's hosts.

use axum::{
    Router,
    extract::State,
    response::Response,
    routing::{any, get, post},
};
use serde_json::json;

use crate::{
    call::{Call, json_reply, not_found},
    cdn, control, platform, queue, rest, run,
    state::Sim,
};

/// Builds the routes over one state.
pub(crate) fn router(sim: Sim) -> Router {
    Router::new()
        .route("/queue/{*path}", any(queue::dispatch)) // https://queue.fal.run
        .route("/run/{*path}", any(run::dispatch)) // https://fal.run
        .route("/rest/{*path}", any(rest::dispatch)) // https://rest.fal.ai
        .route("/cdn/{*path}", any(cdn::dispatch)) // https://v3.fal.media
        .route("/api/{*path}", any(platform::dispatch)) // https://api.fal.ai
        .route("/sim", get(control::status))
        .route("/sim/ledger", get(control::list_ledger))
        .route("/sim/faults", get(control::list_faults).put(control::put_faults))
        .route("/sim/config", get(control::find_config).put(control::put_config))
        .route("/sim/reset", post(control::post_reset))
        .route("/sim/health", get(health))
        .fallback(unknown)
        .with_state(sim)
}

async fn health() -> Response {
    json_reply(200, &json!({ "ok": true }))
}

async fn unknown(State(_): State<Sim>, _: Call) -> Response {
    not_found()
}
