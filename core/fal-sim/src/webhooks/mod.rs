//! Webhooks: signed, delivered until acknowledged, spoiled on demand.
//!
//! Source: provider documentation, "Webhooks" (read November 2026).

mod deliver;
mod sign;

pub(crate) use deliver::deliver;
pub(crate) use sign::{jwks, signing_key};
