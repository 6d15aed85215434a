//! The plugin's log: at most 100 lines of 2,000 characters a call. Outside a component it goes to standard error.

#[cfg(target_arch = "wasm32")]
use crate::glue::bindings::studio::plugin::host;

/// Writes a line for those who are looking for a fault.
pub fn log_debug(message: &str) {
    #[cfg(target_arch = "wasm32")]
    host::log(host::Level::Debug, message);
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("debug: {message}");
}

/// Writes a line about the ordinary course of things.
pub fn log_info(message: &str) {
    #[cfg(target_arch = "wasm32")]
    host::log(host::Level::Info, message);
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("info: {message}");
}

/// Writes a line about something that somebody should look at.
pub fn log_warn(message: &str) {
    #[cfg(target_arch = "wasm32")]
    host::log(host::Level::Warn, message);
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("warning: {message}");
}
