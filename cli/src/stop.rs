//! Ending: the first signal asks nicely, the second one does not wait.

use std::process;

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Exit code after a second signal: 128 and the number of SIGINT, as shells have it.
const INTERRUPTED: i32 = 130;

/// A token that SIGINT and SIGTERM cancel. A second signal ends the process at once; nothing is lost by that, only the
/// next start has more to pick up.
///
/// # Errors
/// When the system refuses to deliver signals.
pub(crate) fn on_signal() -> anyhow::Result<CancellationToken> {
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be caught")?;
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be caught")?;
    let stop = CancellationToken::new();
    let token = stop.clone();
    tokio::spawn(async move {
        for is_first in [true, false] {
            tokio::select! { _ = interrupt.recv() => (), _ = terminate.recv() => () }
            if is_first {
                tracing::info!("stopping; a second signal ends at once");
                token.cancel();
            } else {
                process::exit(INTERRUPTED);
            }
        }
    });
    Ok(stop)
}
