//! Every route: those of the JSON API ([`json`]), of the pages ([`html`]) and for machines.

mod html;
mod json;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

pub(crate) use json::api;

use crate::error::Error;
use crate::extract::MAX_BODY_BYTES;
use crate::{
    AppState, assets, auth, client_ip, csp, health, metrics, openapi, panic, rate_limit, render_errors, request_id,
    same_origin, timeout, webhooks,
};

/// The whole site.
pub fn router(state: AppState) -> Router {
    let (api, document) = api().split_for_parts();
    let asks_who = api
        .merge(html::pages())
        .layer(from_fn_with_state(state.clone(), same_origin::require))
        .layer(from_fn_with_state(state.clone(), rate_limit::limit_user))
        .layer(from_fn_with_state(state.clone(), auth::authenticate))
        .layer(from_fn_with_state(state.clone(), rate_limit::limit_client));
    Router::new()
        .merge(asks_who)
        .merge(for_machines())
        .merge(openapi::router(openapi::finish(document)))
        .merge(assets::router())
        .fallback(async || Error::NoRoute)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(from_fn(timeout::bound))
        .layer(CatchPanicLayer::custom(panic::answer))
        .layer(from_fn_with_state(state.clone(), render_errors::render_errors))
        .layer(CompressionLayer::new().compress_when(compressible()))
        .layer(from_fn_with_state(state.clone(), csp::secure))
        .layer(from_fn(request_id::identify))
        .layer(from_fn_with_state(state.clone(), client_ip::find))
        .with_state(state)
}

/// What is worth compressing on the way; videos are compressed already, and so are the pictures in an archive.
fn compressible() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::const_new("video/"))
}

fn for_machines() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::show))
        .route(
            "/webhooks/fal/{token}",
            post(webhooks::fal).layer(DefaultBodyLimit::max(webhooks::MAX_DELIVERY_BYTES)),
        )
        .route("/webhooks/stripe", post(webhooks::stripe))
}
