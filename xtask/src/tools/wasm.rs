//! A toolchain that compiles plugins to WebAssembly components: what `studio-wasm-toolchain` finds, and getting what is missing.
//!
//! rustup's target is asked for first; without the network of rustup, Debian's Rust is installed, which builds its own standard library.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use studio_wasm_toolchain::{DEBIAN_PACKAGES, Missing, find};

pub(crate) use studio_wasm_toolchain::{TARGET, Toolchain};

use super::apt;
use crate::process;
use crate::report::note;

/// rustup tries for long where packets are dropped rather than refused.
const DOWNLOAD_TIMEOUT: Duration = Duration::from_secs(180);

/// Finds a toolchain for a build in `workspace`, getting what is missing.
pub(crate) fn ensure(workspace: &Path) -> Result<Toolchain> {
    let toolchain = match find(workspace) {
        Err(Missing::Target) => get_target(workspace)?,
        found => found?,
    };
    note(&toolchain.to_string());
    Ok(toolchain)
}

/// A refusal of rustup is normal without network; Debian's packages are the other way.
fn get_target(workspace: &Path) -> Result<Toolchain> {
    note(&format!("rustup target add {TARGET}"));
    if process::works_within("rustup", &["target", "add", TARGET], DOWNLOAD_TIMEOUT)
        && let Ok(toolchain) = find(workspace)
    {
        return Ok(toolchain);
    }
    apt::install(&DEBIAN_PACKAGES).with_context(|| Missing::Target.to_string())?;
    Ok(find(workspace)?)
}
