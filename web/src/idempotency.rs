//! Requests that are made once however often they are sent: `Idempotency-Key` on the way in, `Idempotent-Replayed` on the way out.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::Error;
use crate::error::Result;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that a request was answered before and did nothing now.
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

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

/// 202 with what was accepted, and where to follow it.
pub(crate) fn accepted(location: String, body: impl Serialize, replayed: bool) -> Response {
    answer(StatusCode::ACCEPTED, location, body, replayed)
}

/// 201 with what was made, and where it is.
pub(crate) fn created(location: String, body: impl Serialize, replayed: bool) -> Response {
    answer(StatusCode::CREATED, location, body, replayed)
}

fn answer(status: StatusCode, location: String, body: impl Serialize, replayed: bool) -> Response {
    let mut response = (status, [(header::LOCATION, location)], axum::Json(body)).into_response();
    if replayed {
        response
            .headers_mut()
            .insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
    }
    response
}
