//! The host against real components: the studio's plugins (`PLUGINS_DIR`) and ones that misbehave
//! (`HOSTILE_PLUGINS_DIR`). `cargo xtask test` builds both and sets the variables.
#![allow(clippy::unwrap_used, reason = "tests")]

mod cache;
mod calls;
mod contract;
mod hostile;
mod loading;
mod reload;
mod support;
mod validation;
