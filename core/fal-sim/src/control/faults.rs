//! `GET` and `PUT /sim/faults`.

use axum::{extract::State, response::Response};
use serde_json::{Value, json};

use super::unprocessable;
use crate::{
    call::{Call, json_reply},
    faults::{Fault, parse_list},
    state::Sim,
};

/// The active faults and how often each has struck.
pub(crate) async fn list_faults(State(sim): State<Sim>) -> Response {
    listing(&sim)
}

/// Replaces all faults, or none when one of them is bad.
pub(crate) async fn put_faults(State(sim): State<Sim>, call: Call) -> Response {
    let Ok(body) = call.json() else {
        return unprocessable("body", "is not valid JSON");
    };
    let replaced = parse_list(&body).and_then(|faults| sim.faults().replace(faults));
    match replaced {
        Ok(()) => listing(&sim),
        Err(error) => unprocessable(&error.field, &error.message),
    }
}

fn listing(sim: &Sim) -> Response {
    let faults: Vec<Value> = sim
        .faults()
        .list()
        .iter()
        .map(|(fault, struck)| describe(fault, *struck))
        .collect();
    json_reply(200, &json!({ "faults": faults }))
}

fn describe(fault: &Fault, struck: u32) -> Value {
    let mut value = serde_json::to_value(fault).unwrap_or_default();
    value["struck"] = json!(struck);
    value
}
