//! Errors as RFC 9457 problem documents.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error_info::ErrorInfo;

/// A problem document (RFC 9457) with the studio's extensions `code`, `request_id` and `errors`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Identifies the kind of problem; ends in `code`.
    #[serde(rename = "type")]
    #[schema(example = "urn:ai-image-studio:problem:invalid")]
    kind: String,
    /// The same words for every problem of this kind.
    #[schema(example = "Some fields are not valid")]
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 422)]
    status: u16,
    /// A sentence about this very case.
    detail: String,
    /// Stable name of the kind, for programs.
    #[schema(example = "invalid")]
    code: &'static str,
    /// Names the request in the studio's log; the header `x-request-id` says the same.
    request_id: String,
    /// What is wrong with single fields; empty unless `code` is `invalid`.
    errors: Vec<FieldProblem>,
}

/// A complaint about one field of the request.
#[derive(Debug, Serialize, ToSchema)]
struct FieldProblem {
    /// Path of the field.
    #[schema(example = "parameters.guidance_scale")]
    field: String,
    /// A sentence that names the allowed range.
    #[schema(example = "Use a number from 1 to 20.")]
    message: String,
}

impl Problem {
    pub(crate) fn new(info: &ErrorInfo, request_id: &str) -> Self {
        Self {
            kind: format!("urn:ai-image-studio:problem:{}", info.code),
            title: info.title,
            status: info.status.as_u16(),
            detail: info.detail.clone(),
            code: info.code,
            request_id: request_id.to_owned(),
            errors: info.errors.iter().map(FieldProblem::new).collect(),
        }
    }
}

impl FieldProblem {
    fn new(error: &studio_app::FieldError) -> Self {
        Self {
            field: error.field.clone(),
            message: error.message.clone(),
        }
    }
}

impl IntoResponse for Problem {
    /// The body and its type; the status is set by the caller, who knows the original answer.
    fn into_response(self) -> Response {
        let mut response = axum::Json(self).into_response();
        let content_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        response
    }
}
