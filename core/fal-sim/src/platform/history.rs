//! `GET /api/v1/models/requests/by-endpoint`: what an account has sent. Only ended requests are in it, as at the
//! provider: absence proves nothing while a request may still run.

use axum::response::Response;
use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Value, json};

use super::paging::{Ended, Window, invalid};
use crate::{
    call::{Call, json_reply},
    jobs::{Job, Outcome},
    state::Sim,
};

pub(super) fn list(sim: &Sim, call: &Call) -> Response {
    let endpoints = call.query_list("endpoint_id");
    if endpoints.is_empty() {
        return invalid("endpoint_id is required");
    }
    let request_id = call.query("request_id");
    let age = if request_id.is_some() {
        TimeDelta::days(90)
    } else {
        TimeDelta::hours(24)
    };
    let window = match Window::read(call, age) {
        Ok(window) => window,
        Err(refused) => return *refused,
    };
    let status = call.query("status");
    if status.is_some_and(|status| !["success", "error", "user_error"].contains(&status)) {
        return invalid("status must be success, error or user_error");
    }
    let page = window.page(sim, |job: &Job, outcome: &Outcome| {
        endpoints.contains(&job.order.endpoint.as_str())
            && request_id.is_none_or(|id| id == job.order.id)
            && status.is_none_or(|status| status == class(outcome))
    });
    let payloads = call.query_list("expand").contains(&"payloads");
    let items: Vec<Value> = page.rows.iter().map(|row| item(row, payloads)).collect();
    json_reply(
        200,
        &json!({ "items": items, "has_more": page.next_cursor.is_some(), "next_cursor": page.next_cursor }),
    )
}

fn class(outcome: &Outcome) -> &'static str {
    match outcome.status {
        0..=399 => "success",
        400..=499 => "user_error",
        _ => "error",
    }
}

fn item(row: &Ended, payloads: bool) -> Value {
    let time = |time: chrono::DateTime<chrono::Utc>| time.to_rfc3339_opts(SecondsFormat::Micros, true);
    let mut item = json!({
        "request_id": row.order.id,
        "endpoint_id": row.order.endpoint,
        "sent_at": time(row.order.accepted_at),
        "started_at": row.started_at.map(time),
        "ended_at": time(row.outcome.ended_at),
        "status_code": row.outcome.status,
        "duration": row.outcome.inference_s,
    });
    if payloads && row.order.store_io {
        item["json_input"] = row.order.input.clone();
        item["json_output"] = output(row);
    }
    item
}

/// Inlined pictures are not kept in the history.
fn output(row: &Ended) -> Value {
    let inline = row
        .order
        .input
        .get("sync_mode")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    if inline {
        Value::Null
    } else {
        serde_json::from_str(&row.outcome.body).unwrap_or_default()
    }
}
