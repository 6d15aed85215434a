//! For whoever watches the process.

use std::time::Duration;

use axum::extract::State;
use tokio::time::timeout;

use crate::error::Result;
use crate::{AppState, Error};

/// How long the parts may take to answer. A watcher asks every few seconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /healthz`: the process answers. Restart it when it does not.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database and the object store answer too. Send no traffic when they do not.
pub(crate) async fn readyz(State(state): State<AppState>) -> Result<&'static str> {
    timeout(PATIENCE, state.app.check())
        .await
        .map_err(|_| Error::TimedOut)??;
    Ok("ready\n")
}
