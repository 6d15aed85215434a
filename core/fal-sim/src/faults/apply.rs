//! Applies the faults of the request path: some replace the answer, some delay it, some spoil it afterwards.

use std::{future::Future, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderValue, header},
    response::Response,
};
use futures::{StreamExt as _, stream};
use serde_json::json;

use super::{FaultKind, Stage, bomb};
use crate::{
    auth,
    call::{Call, detail, json_reply, set_header},
    run::concurrency_body,
    state::Sim,
};

/// Runs `answer` with the faults that strike at `stage`.
pub(crate) async fn with_faults(
    sim: &Sim,
    call: &Call,
    stage: Stage,
    endpoint: &str,
    answer: impl Future<Output = Response>,
) -> Response {
    let struck = sim.faults().draw(stage, endpoint, || sim.roll());
    for fault in &struck {
        if let Some(response) = instead(sim, call, fault).await {
            return response;
        }
    }
    let mut response = answer.await;
    for fault in &struck {
        response = afterwards(call, fault, response).await;
    }
    response
}

/// The answer of a fault that keeps the request from being taken.
async fn instead(sim: &Sim, call: &Call, fault: &FaultKind) -> Option<Response> {
    match fault {
        FaultKind::Refuse {} => Some(call.cut()),
        FaultKind::Http {
            status,
            detail: text,
            retry_after_s,
        } => {
            let response = detail(*status, text.as_deref().unwrap_or(&reason(*status)));
            Some(with_retry_after(response, *retry_after_s))
        }
        FaultKind::RateLimit { retry_after_s } => {
            let mut response = json_reply(429, &concurrency_body(sim.live().concurrency_limit));
            set_header(&mut response, "x-fal-needs-retry", "1");
            Some(with_retry_after(response, *retry_after_s))
        }
        FaultKind::AccountLocked {} => Some(auth::refuse_locked()),
        FaultKind::HtmlBody { status } => Some(gateway_page(*status)),
        FaultKind::ErrorIn200 {} => Some(json_reply(200, &json!({ "detail": "Internal Server Error" }))),
        FaultKind::Slow {
            delay_ms,
            accept_first: false,
        } => {
            tokio::time::sleep(Duration::from_millis(*delay_ms)).await;
            None
        }
        _ => None,
    }
}

fn reason(status: u16) -> String {
    let status = http::StatusCode::from_u16(status).ok();
    status
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error")
        .to_owned()
}

fn with_retry_after(mut response: Response, seconds: Option<u32>) -> Response {
    if let Some(seconds) = seconds {
        set_header(&mut response, "retry-after", &seconds.to_string());
    }
    response
}

/// The page a gateway shows when nothing behind it answers. The official Python client looks for the word "nginx".
fn gateway_page(status: u16) -> Response {
    let title = format!("{status} {}", reason(status));
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    );
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    set_header(&mut response, "content-type", "text/html");
    response
}

/// Spoils an answer that was ready to go.
async fn afterwards(call: &Call, fault: &FaultKind, response: Response) -> Response {
    match fault {
        FaultKind::AcceptThenDrop {} => call.cut(),
        FaultKind::Slow {
            delay_ms,
            accept_first: true,
        } => {
            tokio::time::sleep(Duration::from_millis(*delay_ms)).await;
            response
        }
        FaultKind::InvalidJson {} => replace_body(response, |body| body.slice(..body.len() * 2 / 3)).await,
        FaultKind::WrongContentType { content_type } => {
            let mut response = response;
            set_header(&mut response, "content-type", content_type);
            response
        }
        FaultKind::TruncatedImage {
            keep,
            break_connection: false,
        } => replace_body(response, |body| body.slice(..kept(&body, *keep))).await,
        FaultKind::TruncatedImage {
            keep,
            break_connection: true,
        } => break_off(response, *keep).await,
        FaultKind::BombImage { side } => {
            let mut response = replace_body(response, |_| Bytes::from(bomb::png(*side))).await;
            set_header(&mut response, "content-type", "image/png");
            response
        }
        _ => response,
    }
}

fn kept(body: &Bytes, keep: f64) -> usize {
    (body.len() as f64 * keep) as usize
}

async fn replace_body(response: Response, change: impl FnOnce(Bytes) -> Bytes) -> Response {
    let (mut parts, body) = response.into_parts();
    // Bodies here are made in memory by our own handlers, so reading them cannot fail.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(change(body)))
}

/// Promises the whole length and fails after a part of it.
async fn break_off(response: Response, keep: f64) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let start = body.slice(..kept(&body, keep));
    let failing = stream::once(async {
        // The start has to be on its way before the connection breaks, or the client sees no reply at all.
        tokio::time::sleep(Duration::from_millis(50)).await;
        Err(std::io::Error::other("broken off by a fault"))
    });
    let pieces = stream::iter([Ok(start)]).chain(failing);
    Response::from_parts(parts, Body::from_stream(pieces))
}
