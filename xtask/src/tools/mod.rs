//! Gets the tools that are missing, from the system's package manager where that is allowed.

pub(crate) mod apt;
pub(crate) mod chromium;
pub(crate) mod node;
pub(crate) mod postgres;
pub(crate) mod python;
pub(crate) mod wasm;
