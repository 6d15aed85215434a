//! What is sent again and what is not, against a server that fails as told.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use serde_json::json;
use studio_client::{ApiKey, Client, Error, NewProject, TextToImage};
use tokio::net::TcpListener;

const KEY: &str = "aistudio_0123456789abcdef0123456789abcdef0123456789abcdef";

/// Counts requests and answers each with this status: with a problem document, as the studio does.
async fn failing(status: u16) -> (Client, Arc<AtomicUsize>) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let answer = move |headers: HeaderMap| {
        counted.fetch_add(1, Ordering::SeqCst);
        let key = headers
            .get("idempotency-key")
            .map_or("none", |key| key.to_str().unwrap())
            .to_owned();
        async move {
            let problem = json!({"status": status, "code": "told", "detail": key, "request_id": "r", "errors": []});
            let kind = [
                (header::CONTENT_TYPE, "application/problem+json"),
                (header::RETRY_AFTER, "0"),
            ];
            (StatusCode::from_u16(status).unwrap(), kind, problem.to_string()).into_response()
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    let client = Client::new(base.parse().unwrap(), Some(ApiKey::parse(KEY).unwrap())).unwrap();
    (client, count)
}

#[tokio::test]
async fn a_request_that_costs_is_repeated_under_its_key_and_a_plain_change_is_not() {
    let (client, count) = failing(503).await;
    let error = client.text_to_image(&TextToImage::default(), "mine").await.unwrap_err();
    assert_eq!(
        (
            error.problem().unwrap().detail.as_str(),
            count.swap(0, Ordering::SeqCst)
        ),
        ("mine", 3)
    );

    client.create_project(&NewProject::default()).await.unwrap_err();
    assert_eq!(count.swap(0, Ordering::SeqCst), 1, "nobody knows whether it was made");
    client.balance().await.unwrap_err();
    assert_eq!(count.load(Ordering::SeqCst), 3);

    let (client, count) = failing(429).await;
    client.create_project(&NewProject::default()).await.unwrap_err();
    assert_eq!(
        count.load(Ordering::SeqCst),
        3,
        "a request that was turned away had no effect"
    );

    let (client, count) = failing(422).await;
    client.text_to_image(&TextToImage::default(), "mine").await.unwrap_err();
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn nobody_there_and_somebody_else_there_are_told_apart() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client = Client::new(format!("http://{nobody}").parse().unwrap(), None).unwrap();
    assert!(matches!(client.me().await.unwrap_err(), Error::Unreachable { .. }));

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let pages = Router::new().fallback(async || "<html>It works!</html>");
    tokio::spawn(async move { axum::serve(listener, pages).await });
    let client = Client::new(base.parse().unwrap(), None).unwrap();
    assert!(matches!(client.me().await.unwrap_err(), Error::Unexpected { .. }));
}
