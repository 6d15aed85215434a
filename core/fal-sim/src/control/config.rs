//! `GET` and `PUT /sim/config`: the settings that may change at run time.

use axum::{extract::State, response::Response};
use serde_json::Value;

use super::unprocessable;
use crate::{
    call::{Call, json_reply},
    config::LiveConfig,
    runner,
    state::Sim,
};

pub(crate) async fn find_config(State(sim): State<Sim>) -> Response {
    json_reply(200, &sim.live())
}

/// Merges the body into the settings (RFC 7396: what is left out stays, null restores the default).
pub(crate) async fn put_config(State(sim): State<Sim>, call: Call) -> Response {
    let Ok(patch) = call.json() else {
        return unprocessable("body", "is not valid JSON");
    };
    if !patch.is_object() {
        return unprocessable("body", "must be an object");
    }
    let mut merged = serde_json::to_value(sim.live()).unwrap_or_default();
    merge(&mut merged, &patch);
    let live: LiveConfig = match serde_json::from_value(merged) {
        Ok(live) => live,
        Err(error) => return unprocessable("body", &error.to_string()),
    };
    if let Err(message) = live.check() {
        return unprocessable("body", &message);
    }
    sim.set_live(live);
    runner::pump(&sim);
    json_reply(200, &sim.live())
}

fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(fields) = target else { return };
    for (key, value) in patch {
        if value.is_null() {
            fields.remove(key);
        } else {
            merge(fields.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}
