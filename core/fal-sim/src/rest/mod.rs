//! The REST host: upload tickets, tokens, balance, webhook keys.

mod storage;
mod tokens;

use axum::{extract::State, http::Method, response::Response};

use crate::{
    auth::{self, Caller},
    call::{Call, json_reply, method_not_allowed, not_found},
    faults::{Stage, with_faults},
    state::Sim,
    webhooks,
};

/// Any call under `/rest`.
pub(crate) async fn dispatch(State(sim): State<Sim>, call: Call) -> Response {
    let path = call.path_text();
    if path == "/.well-known/jwks.json" && call.method == Method::GET {
        return json_reply(200, &webhooks::jwks(&sim.signing_key));
    }
    let caller = match auth::authenticate(&sim, &call) {
        Ok(caller) => caller,
        Err(refusal) => return auth::refuse_rest(refusal),
    };
    match (call.method.clone(), path.as_str()) {
        (Method::GET, "/billing/user_balance") => json_reply(200, &sim.live().balance_usd),
        (Method::POST, "/tokens" | "/tokens/realtime") => tokens::issue(&sim, &call, &caller),
        (Method::POST, "/storage/upload/initiate") => {
            upload(&sim, &call, &caller, |caller| {
                storage::initiate(&sim, &call, caller, false)
            })
            .await
        }
        (Method::POST, "/storage/upload/initiate-multipart") => {
            upload(&sim, &call, &caller, |caller| {
                storage::initiate(&sim, &call, caller, true)
            })
            .await
        }
        (Method::POST, "/storage/auth/token") => {
            upload(&sim, &call, &caller, |caller| storage::cdn_token(&sim, caller)).await
        }
        (_, "/billing/user_balance" | "/tokens" | "/tokens/realtime" | "/storage/auth/token") => method_not_allowed(),
        (_, "/storage/upload/initiate" | "/storage/upload/initiate-multipart") => method_not_allowed(),
        _ => not_found(),
    }
}

/// Upload routes are closed to locked accounts, and faults can strike them.
async fn upload(sim: &Sim, call: &Call, caller: &Caller, answer: impl FnOnce(&Caller) -> Response) -> Response {
    if caller.locked {
        return auth::refuse_locked();
    }
    with_faults(sim, call, Stage::Upload, "upload", async { answer(caller) }).await
}
