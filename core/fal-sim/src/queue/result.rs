//! `GET …/requests/{id}`: the model's own status, headers and body; 400 until there is one.

use axum::response::Response;
use serde::Serialize;

use super::{Request, status::Urls};
use crate::{
    call::{detail, json_reply, raw_json, set_header},
    jobs::Outcome,
};

/// What comes before the model has answered.
#[derive(Serialize)]
struct StillRunning<'a> {
    detail: &'static str,
    request_id: &'a str,
    #[serde(flatten)]
    urls: Urls,
}

pub(super) async fn result(request: &Request<'_>) -> Response {
    if let Err(refused) = request.authenticate() {
        return *refused;
    }
    match request.look(|job| job.outcome.clone()) {
        None => detail(404, "Request not found"),
        Some(None) => {
            let urls = Urls::new(request.sim, &request.app.app, request.id);
            json_reply(
                400,
                &StillRunning {
                    detail: "Request is still in progress",
                    request_id: request.id,
                    urls,
                },
            )
        }
        Some(Some(outcome)) => reply(request.id, &outcome),
    }
}

/// An outcome as the model's reply, with the headers that pass through the queue.
pub(crate) fn reply(id: &str, outcome: &Outcome) -> Response {
    let mut response = raw_json(outcome.status, outcome.body.clone());
    set_header(&mut response, "x-fal-request-id", id);
    set_header(&mut response, "x-fal-billable-units", &units(outcome.billable_units));
    if let Some(error_type) = &outcome.error_type {
        set_header(&mut response, "x-fal-error-type", error_type);
        set_header(
            &mut response,
            "x-fal-needs-retry",
            if retryable(outcome) { "1" } else { "0" },
        );
    }
    if outcome.status == 504 && outcome.error_type.is_some() {
        let whose = if outcome.user_timeout { "user" } else { "infrastructure" };
        set_header(&mut response, "x-fal-request-timeout-type", whose);
    }
    response
}

/// `1.0`, `0.53`, and `0` for nothing, as recorded.
fn units(units: f64) -> String {
    if units == 0.0 {
        "0".to_owned()
    } else {
        format!("{units:?}")
    }
}

fn retryable(outcome: &Outcome) -> bool {
    (500..600).contains(&outcome.status) && !outcome.user_timeout
}
