//! Addresses of the settings.

use super::{SETTINGS, segment};

/// One tab of the settings.
#[must_use]
pub fn settings(tab: &str) -> String {
    format!("{SETTINGS}/{}", segment(tab))
}
