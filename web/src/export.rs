//! Exports as answers.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use studio_app::export::{Export, ExportKind};

use crate::media::attachment;

/// A download that is written while it is read, and kept by nobody.
pub(crate) fn download(export: Export, kind: ExportKind) -> Response {
    let mut response = Body::from_stream(export.body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(kind)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::CONTENT_DISPOSITION, attachment(&export.file_name));
    response
}

const fn content_type(kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Archive => "application/zip",
        ExportKind::Json => "application/json",
        ExportKind::Csv => "text/csv; charset=utf-8",
    }
}
