mod attempts;
mod cancel;
pub(super) mod list;
mod order;
mod pause;
mod redrive;
mod retry;
mod status;
mod submit;

pub(crate) use submit::body as submit_body;
