//! Real connections on this machine: what the guard lets through, and what it does not.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Redirect;
use axum::routing::post;
use studio_outbound::{Failure, Outbound, Policy, Refusal};
use url::Url;

/// A server on this machine that counts who reaches it.
async fn server() -> (u16, Arc<AtomicUsize>) {
    let reached = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&reached);
    let count = move || {
        count.fetch_add(1, Ordering::SeqCst);
    };
    let (first, second) = (count.clone(), count);
    let routes = Router::new()
        .route(
            "/long",
            post(move || async move {
                first();
                "x".repeat(1 << 20)
            }),
        )
        .route(
            "/elsewhere",
            post(move || async move {
                second();
                Redirect::temporary("/long")
            }),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (port, reached)
}

fn outbound(networks: &[&str]) -> Outbound {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let networks = networks.iter().map(|network| network.parse().unwrap()).collect();
    Outbound::new(Policy { networks, http: true }, "test").unwrap()
}

async fn ask(outbound: &Outbound, url: &str) -> Result<(StatusCode, usize), Failure> {
    let url: Url = url.parse().unwrap();
    let answer = outbound.post(url, HeaderMap::new(), b"{}".to_vec(), 1024).await?;
    Ok((answer.status, answer.body.len()))
}

#[tokio::test]
async fn names_and_addresses_of_this_machine_are_not_reached() {
    let (port, reached) = server().await;
    let public = outbound(&[]);
    for host in ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]"] {
        let refused = ask(&public, &format!("http://{host}:{port}/long")).await;
        assert!(
            matches!(refused, Err(Failure::Refused(Refusal::Network))),
            "{host}: {refused:?}"
        );
    }
    assert_eq!(reached.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn what_is_allowed_is_asked_once_and_read_to_a_bound() {
    let (port, reached) = server().await;
    let open = outbound(&["127.0.0.0/8", "::1/128"]);
    for host in ["localhost", "127.0.0.1"] {
        let answer = ask(&open, &format!("http://{host}:{port}/long")).await.unwrap();
        assert_eq!(answer, (StatusCode::OK, 1024));
    }
    let redirect = ask(&open, &format!("http://127.0.0.1:{port}/elsewhere")).await.unwrap();
    assert_eq!(
        redirect,
        (StatusCode::TEMPORARY_REDIRECT, 0),
        "a redirect is not followed"
    );
    assert_eq!(reached.load(Ordering::SeqCst), 3);
    // Nobody listens there.
    let closed = ask(&open, "http://127.0.0.1:9/secret-path").await.unwrap_err();
    assert!(matches!(&closed, Failure::Unreachable(_)) && !format!("{closed:?}").contains("secret-path"));
}
