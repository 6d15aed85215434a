//! What people say about a picture.

mod comment;
pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod one;

pub(crate) use comment::{CommentBody, CommentEnvelope, CommentRequestBody};
