//! The file host: public downloads, and the three ways files come in.

mod download;
mod uploads;

use axum::{extract::State, http::Method, response::Response};

pub(crate) use uploads::{Upload, Uploads};

use crate::{
    auth,
    call::{Call, not_found},
    faults::{Stage, with_faults},
    state::Sim,
};

/// Any call under `/cdn`.
pub(crate) async fn dispatch(State(sim): State<Sim>, call: Call) -> Response {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    match (call.method.clone(), path.as_slice()) {
        (Method::GET | Method::HEAD, ["files", animal, name]) => {
            download::download(&sim, &call, &format!("{animal}/{name}")).await
        }
        (Method::PUT, ["upload", token]) => incoming(&sim, &call, uploads::put_whole(&sim, &call, token)).await,
        (Method::PUT, ["upload", token, part]) => {
            incoming(&sim, &call, async { uploads::put_part(&sim, &call, token, part, true) }).await
        }
        (Method::POST, ["upload", token, "complete"]) => {
            incoming(&sim, &call, uploads::complete(&sim, &call, token, true)).await
        }
        (Method::POST, ["files", "upload"]) => with_token(&sim, &call, uploads::post_whole(&sim, &call)).await,
        (Method::POST, ["files", "upload", "multipart"]) => {
            with_token(&sim, &call, async { uploads::open_multipart(&sim, &call) }).await
        }
        (Method::PUT, ["files", _, _, "multipart", token, part]) => {
            with_token(&sim, &call, async {
                uploads::put_part(&sim, &call, token, part, false)
            })
            .await
        }
        (Method::POST, ["files", _, _, "multipart", token, "complete"]) => {
            with_token(&sim, &call, uploads::complete(&sim, &call, token, false)).await
        }
        _ => not_found(),
    }
}

async fn incoming(sim: &Sim, call: &Call, answer: impl Future<Output = Response>) -> Response {
    with_faults(sim, call, Stage::Upload, "upload", answer).await
}

/// Only calls that carry a CDN token.
async fn with_token(sim: &Sim, call: &Call, answer: impl Future<Output = Response>) -> Response {
    let Some(token) = call
        .header("authorization")
        .and_then(|header| header.strip_prefix("Bearer "))
    else {
        return auth::refuse_rest(auth::Refusal::Missing);
    };
    if sim.tokens.owner(token).is_none() {
        return auth::refuse_rest(auth::Refusal::Unknown);
    }
    incoming(sim, call, answer).await
}
