mod attempts;
mod cancel;
pub(super) mod list;
mod order;
mod pause;
mod redrive;
mod retry;
mod status;
mod submit;
