//! `serve`, `web` and `work`: the studio itself.

use std::io::ErrorKind;
use std::net::SocketAddr;

use anyhow::{Context as _, anyhow};
use studio_app::{App, run_background, run_workers};
use studio_web::AppState;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::start;

/// Pages, API and workers.
///
/// # Errors
/// When the studio cannot start, or its listener fails.
pub(crate) async fn all(stop: CancellationToken) -> anyhow::Result<()> {
    let app = start::open().await?;
    let listener = bind(&app).await?;
    if !start::prepare(&app, &stop).await? {
        return Ok(());
    }
    let ((), served, worked) = tokio::join!(
        run_background(&app, stop.clone()),
        until_stopped(&stop, pages(&app, listener, &stop)),
        until_stopped(&stop, async { Ok(run_workers(&app, stop.clone()).await?) }),
    );
    served.and(worked)
}

/// Pages and API.
///
/// # Errors
/// When the studio cannot start, or its listener fails.
pub(crate) async fn web(stop: CancellationToken) -> anyhow::Result<()> {
    let app = start::open().await?;
    let listener = bind(&app).await?;
    if !start::prepare(&app, &stop).await? {
        return Ok(());
    }
    let ((), served) = tokio::join!(
        run_background(&app, stop.clone()),
        until_stopped(&stop, pages(&app, listener, &stop)),
    );
    served
}

/// Workers.
///
/// # Errors
/// When the studio cannot start.
pub(crate) async fn work(stop: CancellationToken) -> anyhow::Result<()> {
    let app = start::open().await?;
    if !start::prepare(&app, &stop).await? {
        return Ok(());
    }
    tracing::info!(count = app.config.worker_concurrency, "working");
    let ((), worked) = tokio::join!(
        run_background(&app, stop.clone()),
        until_stopped(&stop, async { Ok(run_workers(&app, stop.clone()).await?) }),
    );
    worked
}

/// The socket is taken before the database is touched, so that a port in use is told at once.
async fn bind(app: &App) -> anyhow::Result<TcpListener> {
    let address = SocketAddr::new(app.config.host, app.config.port);
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!("{address} is in use by another program; stop it or set PORT"),
        _ => anyhow!(error).context(format!("cannot listen on {address}")),
    })
}

async fn pages(app: &App, listener: TcpListener, stop: &CancellationToken) -> anyhow::Result<()> {
    let state = AppState::new(app.clone(), studio_web::metrics::install(), stop.clone());
    tracing::info!(url = %app.config.app_url, "serving");
    studio_web::serve(state, listener).await.context("the server stopped")
}

/// Whatever ends one part, for whatever reason, ends the others too.
async fn until_stopped(stop: &CancellationToken, part: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let ended = part.await;
    stop.cancel();
    ended
}
