//! What the provider and the payment service send. No cookie, no same-origin proof: the signature proves it, checked by the use case.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use studio_app::{generation, purchases};
use uuid::Uuid;

use crate::AppState;
use crate::error::Result;
use crate::extract::PathId;

/// Largest delivery; results may carry pictures as data URIs.
pub(crate) const MAX_DELIVERY_BYTES: usize = 32 * 1024 * 1024;

/// `POST /webhooks/fal/{token}`
pub(crate) async fn fal(
    State(state): State<AppState>,
    PathId(token): PathId<Uuid>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode> {
    generation::webhook(&state.app, token, &headers, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /webhooks/stripe`
pub(crate) async fn stripe(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> Result<StatusCode> {
    purchases::settle(&state.app, &headers, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}
