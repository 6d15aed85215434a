//! What all requests for pictures share.

use axum::http::HeaderMap;
use axum::response::Response;
use studio_app::generation::{self, Submit, Submitted};
use studio_model::UserId;

use super::JobEnvelope;
use crate::AppState;
use crate::error::Result;
use crate::idempotency::{self, idempotency_key};

/// Submits and answers 202.
pub(crate) async fn submit(
    state: &AppState,
    user_id: UserId,
    headers: &HeaderMap,
    mut submit: Submit,
) -> Result<Response> {
    submit.idempotency_key = idempotency_key(headers)?;
    Ok(accepted(generation::submit(&state.app, user_id, submit).await?))
}

/// 202 with the job, and where to follow it.
pub(crate) fn accepted(Submitted { job, replayed }: Submitted) -> Response {
    let location = format!("/api/generate/queue/{}/status", job.id);
    idempotency::accepted(location, JobEnvelope::from(job), replayed)
}
