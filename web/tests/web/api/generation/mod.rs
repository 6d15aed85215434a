mod cancel;
pub(super) mod list;
mod order;
mod pause;
mod retry;
mod status;
mod submit;
