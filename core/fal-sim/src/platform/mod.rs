//! The platform API: models, prices, request history, billing events. Errors are `{"error": {"type", "message"}}`.

mod billing_events;
mod history;
mod models;
mod paging;

use axum::{extract::State, http::Method, response::Response};
use serde_json::json;

use crate::{
    auth,
    call::{Call, json_reply},
    catalogue,
    faults::{Stage, with_faults},
    state::Sim,
};

/// Any call under `/api`.
pub(crate) async fn dispatch(State(sim): State<Sim>, call: Call) -> Response {
    let path = call.path_text();
    if call.method != Method::GET {
        return error(405, "method_not_allowed", "Method not allowed");
    }
    match path.as_str() {
        "/v1/meta" => return meta(),
        "/v1/models" => return models::list(&call),
        "/openapi/queue/openapi.json" => return schema(&call),
        _ => {}
    }
    if let Err(refusal) = auth::authenticate(&sim, &call) {
        return auth::refuse_platform(refusal);
    }
    match path.as_str() {
        "/v1/models/pricing" => models::prices(&call),
        "/v1/models/requests/by-endpoint" => faulty(&sim, &call, history::list(&sim, &call)).await,
        "/v1/models/billing-events" => faulty(&sim, &call, billing_events::list(&sim, &call)).await,
        _ => error(404, "not_found", "The requested resource does not exist"),
    }
}

async fn faulty(sim: &Sim, call: &Call, answer: Response) -> Response {
    let endpoint = call.query("endpoint_id").unwrap_or_default();
    with_faults(sim, call, Stage::History, endpoint, async { answer }).await
}

/// An error of the platform API.
fn error(status: u16, kind: &str, message: &str) -> Response {
    json_reply(status, &json!({ "error": { "type": kind, "message": message } }))
}

/// `GET /api/v1/meta`: where webhooks come from. The simulator calls from the machine it runs on.
fn meta() -> Response {
    json_reply(200, &json!({ "webhook_ip_ranges": ["127.0.0.0/8", "::1/128"] }))
}

/// `GET /api/openapi/queue/openapi.json?endpoint_id=…`.
fn schema(call: &Call) -> Response {
    match call.query("endpoint_id").and_then(catalogue::find) {
        Some(model) => json_reply(200, &catalogue::openapi(model)),
        None => error(404, "not_found", "Endpoint not found"),
    }
}
