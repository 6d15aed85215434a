//! `POST /api/generate/batch`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use studio_app::batches;

use super::BatchEnvelope;
use super::request::{Asked, BatchForm, BatchRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::idempotency::{accepted, idempotency_key};
use crate::problem::Problem;

/// Ask for many jobs at once.
///
/// Checks and prices every row, sets credits aside and answers; the rows become jobs within moments, and run as slots become
/// free. With an `Idempotency-Key` a repeated request gets the first one's batch.
#[utoipa::path(
    post, path = "/api/generate/batch", operation_id = "create_batch", tag = "batches",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request.")),
    request_body(content(
        (BatchRequestBody = "application/json"),
        (BatchForm = "multipart/form-data"),
    )),
    responses(
        (status = 202, description = "Accepted.", body = BatchEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used with another request.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than 65 MiB.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields or rows are not valid; nothing was enqueued.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_batch(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response> {
    let mut request = asked.into_request(&state.app, user.id).await?;
    request.idempotency_key = idempotency_key(&headers)?;
    let submitted = batches::submit(&state.app, user.id, request).await?;
    let location = format!("/api/batches/{}", submitted.batch.id);
    let body = BatchEnvelope::from(submitted.batch);
    Ok(accepted(location, body, submitted.replayed))
}
