//! Prometheus metrics.
//!
//! `/metrics` answers clients on this machine and in private networks only: it needs no key there and tells nothing to the
//! internet. Behind a proxy that is not trusted (`TRUSTED_PROXIES`), keep the path to yourself.

use std::sync::OnceLock;
use std::time::Duration;

use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::IntoResponse;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::client_ip::ClientIp;
use crate::error::Result;
use crate::{AppState, Error};

const REQUESTS: &str = "http_requests_total";
const DURATION: &str = "http_request_duration_seconds";
const PROVIDER_LIMIT: &str = "provider_jobs_limit";
const PROVIDER_RUNNING: &str = "provider_jobs_running";
/// Upper bounds in seconds.
const BUCKETS: [f64; 10] = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Makes this process's metrics readable. Later calls give the same ones.
///
/// # Panics
/// When another library installed a recorder before.
pub fn install() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(recorder).clone()
}

fn recorder() -> PrometheusHandle {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS)
        .expect("there are buckets")
        .install_recorder()
        .expect("nobody else installs a recorder");
    metrics::describe_counter!(REQUESTS, "Answered requests by method, route and status.");
    metrics::describe_histogram!(DURATION, metrics::Unit::Seconds, "Time until an answer began.");
    metrics::describe_gauge!(PROVIDER_LIMIT, "Jobs that may be at the provider at a time.");
    metrics::describe_gauge!(PROVIDER_RUNNING, "Jobs at the provider, or on their way there.");
    handle
}

/// Notes an answered request. `route` is the pattern, not the address, so that there are few.
pub(crate) fn count_request(method: &Method, route: &str, status: StatusCode, elapsed: Duration) {
    let method = method_label(method);
    let route = route.to_owned();
    metrics::counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status.as_u16().to_string())
        .increment(1);
    metrics::histogram!(DURATION, "method" => method, "route" => route).record(elapsed);
}

/// Clients can invent methods; a label must not grow without end.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// `GET /metrics`
pub(crate) async fn show(client: ClientIp, State(state): State<AppState>) -> Result<impl IntoResponse> {
    if !client.is_private() {
        return Err(Error::NoRoute);
    }
    gauge_provider(&state).await;
    state.metrics.run_upkeep();
    let text = state.metrics.render();
    Ok((
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    ))
}

/// The same for all processes, so it is read when somebody asks. While the database is away the last values stand.
async fn gauge_provider(state: &AppState) {
    match studio_app::provider::measure(&state.app).await {
        Ok(account) => {
            metrics::gauge!(PROVIDER_LIMIT).set(account.limit);
            metrics::gauge!(PROVIDER_RUNNING).set(account.running);
        }
        Err(error) => tracing::debug!(%error, "the provider's limit cannot be read"),
    }
}
