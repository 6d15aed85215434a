//! The server: accepts until told to stop, then lets running requests finish.

use std::net::SocketAddr;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use crate::{AppState, router};

/// How long requests under way may take once the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// Answers requests until `state.shutdown` is cancelled, and then at most ten seconds longer. Live streams end at once.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(state: AppState, listener: TcpListener) -> std::io::Result<()> {
    let shutdown = state.shutdown.clone();
    let listener = listener.tap_io(|stream| {
        // Small answers and events should not wait for more bytes.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY cannot be set");
        }
    });
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(shutdown.clone().cancelled_owned());
    let overdue = async {
        shutdown.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        result = async { server.await } => result,
        () = overdue => {
            tracing::warn!("some requests did not finish in time and were cut");
            Ok(())
        }
    }
}
