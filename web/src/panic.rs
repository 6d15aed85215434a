//! A handler that panicked is a bug of one request, not the end of the process.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::Error;

/// The answer in place of the handler's.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer that catches panics gives it away"
)]
pub(crate) fn answer(panic: Box<dyn Any + Send + 'static>) -> Response {
    Error::Panicked(text(&*panic)).into_response()
}

fn text(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "with no text".to_owned())
}
