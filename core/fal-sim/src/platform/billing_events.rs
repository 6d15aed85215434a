//! `GET /api/v1/models/billing-events`: what each request cost, in billionths of a US dollar.

use axum::response::Response;
use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Value, json};

use super::paging::{Ended, Window};
use crate::{
    call::{Call, json_reply},
    catalogue,
    state::Sim,
};

pub(super) fn list(sim: &Sim, call: &Call) -> Response {
    let window = match Window::read(call, TimeDelta::hours(24)) {
        Ok(window) => window,
        Err(refused) => return *refused,
    };
    let endpoints = call.query_list("endpoint_id");
    let page = window.page(sim, |job, outcome| {
        let wanted = endpoints.is_empty() || endpoints.contains(&job.order.endpoint.as_str());
        wanted && outcome.billable_units > 0.0
    });
    let events: Vec<Value> = page.rows.iter().map(event).collect();
    json_reply(
        200,
        &json!({ "billing_events": events, "next_cursor": page.next_cursor, "has_more": page.next_cursor.is_some() }),
    )
}

fn event(row: &Ended) -> Value {
    let unit_price = catalogue::find(&row.order.endpoint).map_or(0.0, |model| model.price.unit_usd());
    let units = row.outcome.billable_units;
    json!({
        "request_id": row.order.id,
        "endpoint_id": row.order.endpoint,
        "timestamp": row.outcome.ended_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        "output_units": units,
        "unit_price": unit_price,
        "percent_discount": 0,
        "cost_estimate_nano_usd": (units * unit_price * 1e9).round() as u64,
    })
}
