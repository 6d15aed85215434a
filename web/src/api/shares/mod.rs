//! Links by which others see a picture or a project.

pub(crate) mod create;
pub(crate) mod list;
mod public;
pub(crate) mod revoke;
mod share;
pub(crate) mod shown;
pub(crate) mod unlock;

pub(crate) use public::{SharedImageBody, SharedImageEnvelope, SharedProjectBody};
pub(crate) use share::{ShareBody, ShareEnvelope, ShareRequestBody};
