//! `POST /rest/tokens/` and `/rest/tokens/realtime`: short-lived tokens for browsers, used as `?fal_jwt_token=`.

use std::time::Duration;

use axum::response::Response;
use serde_json::Value;

use crate::{
    auth::Caller,
    call::{Call, detail, json_reply},
    state::Sim,
};

/// Seconds a token lives when the caller does not say.
const DEFAULT_LIFETIME_S: u64 = 120;

pub(super) fn issue(sim: &Sim, call: &Call, caller: &Caller) -> Response {
    let Ok(body) = call.json() else {
        return detail(422, "Request body is not valid JSON");
    };
    let seconds = ["token_expiration", "duration"]
        .iter()
        .find_map(|name| body.get(name).and_then(Value::as_u64));
    let lifetime = Duration::from_secs(seconds.unwrap_or(DEFAULT_LIFETIME_S).min(3600));
    json_reply(200, &sim.tokens.issue(&caller.user_id, lifetime))
}
