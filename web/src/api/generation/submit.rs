//! What all requests for pictures share.

use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::generation::{self, Submit, Submitted};
use studio_model::UserId;

use super::JobEnvelope;
use crate::error::Result;
use crate::{AppState, Error};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that a request was answered before and did nothing now.
pub(crate) const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

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
    let location = [(header::LOCATION, format!("/api/generate/queue/{}/status", job.id))];
    let mut response = (StatusCode::ACCEPTED, location, axum::Json(JobEnvelope::from(job))).into_response();
    if replayed {
        response
            .headers_mut()
            .insert(IDEMPOTENT_REPLAYED, header::HeaderValue::from_static("true"));
    }
    response
}

/// The name that the caller gives this request.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    let key = value
        .to_str()
        .map_err(|_| Error::invalid("Idempotency-Key", "Use visible ASCII characters."))?;
    Ok(Some(key.to_owned()))
}
