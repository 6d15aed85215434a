//! An end for requests that take too long. Streams are not cut: only the time until the answer begins counts.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::Error;

/// Longer than every use case needs; the slowest waits for the database's pool and for the hashing of a password.
const LIMIT: Duration = Duration::from_secs(30);

/// Answers in time, if need be with an error. The handler is dropped; open transactions roll back.
pub(crate) async fn bound(request: Request, next: Next) -> Response {
    tokio::time::timeout(LIMIT, next.run(request))
        .await
        .unwrap_or_else(|_| Error::TimedOut.into_response())
}
