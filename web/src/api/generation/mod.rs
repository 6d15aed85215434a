//! Asking for pictures and following the jobs.

pub(crate) mod attempts;
pub(crate) mod cancel;
pub(crate) mod image_to_image;
mod job;
pub(crate) mod list;
pub(crate) mod order;
pub(crate) mod pause;
pub(crate) mod pause_queue;
pub(crate) mod presets;
pub(crate) mod redrive;
pub(crate) mod retry;
pub(crate) mod revise;
pub(crate) mod status;
mod submit;
pub(crate) mod text_to_image;
pub(crate) mod video;

pub(crate) use job::{JobBody, JobEnvelope, WaitingBody};
pub(crate) use list::parse_status;
pub(crate) use submit::{accepted, submit};
pub(crate) use text_to_image::one;
