//! A provider that does nothing: takes every request, has always finished, and gives the same tiny picture.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use uuid::Uuid;

/// A grey PNG of 8 by 8 pixels.
const PICTURE: &[u8] = include_bytes!("../assets/grey.png");

/// Serves for as long as this process lives; gives the address that stands for all four of the provider's hosts.
///
/// # Errors
/// When there is no port.
pub(crate) async fn serve() -> Result<String> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let requests = "/fal-ai/flux/requests/{id}";
    let router = Router::new()
        .route("/fal-ai/flux/schnell", post(take))
        .route(&format!("{requests}/status"), get(status))
        .route(&format!("{requests}/status/stream"), get(stream))
        .route(requests, get(result))
        .route("/picture.png", get(picture))
        .with_state(base.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(base)
}

async fn take(State(base): State<String>) -> Json<Value> {
    let id = Uuid::new_v4();
    let url = format!("{base}/fal-ai/flux/requests/{id}");
    Json(json!({
        "request_id": id, "response_url": url, "status_url": format!("{url}/status"), "cancel_url": format!("{url}/cancel"),
        "queue_position": 0,
    }))
}

fn completed(base: &str, id: Uuid) -> Value {
    let url = format!("{base}/fal-ai/flux/requests/{id}");
    json!({
        "status": "COMPLETED", "request_id": id, "response_url": url, "logs": [], "metrics": { "inference_time": 0.001 },
    })
}

async fn status(State(base): State<String>, Path(id): Path<Uuid>) -> Json<Value> {
    Json(completed(&base, id))
}

async fn stream(State(base): State<String>, Path(id): Path<Uuid>) -> Response {
    let event = format!("data: {}\n\n", completed(&base, id));
    ([(header::CONTENT_TYPE, "text/event-stream")], event).into_response()
}

async fn result(State(base): State<String>) -> Json<Value> {
    Json(json!({
        "images": [{ "url": format!("{base}/picture.png"), "width": 8, "height": 8, "content_type": "image/png" }],
        "timings": { "inference": 0.001 }, "seed": 1, "has_nsfw_concepts": [false], "prompt": "",
    }))
}

async fn picture() -> Response {
    ([(header::CONTENT_TYPE, "image/png")], PICTURE).into_response()
}
