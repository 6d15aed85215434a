//! The browser of the browser tests.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::report::note;

/// The environment variable that names a browser of the user's choice.
pub(crate) const VARIABLE: &str = "CHROMIUM_BIN";
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Finds Chromium, installing it by apt when there is none.
pub(crate) fn ensure() -> Result<PathBuf> {
    let path = match find() {
        Some(path) => path,
        None => {
            apt::install(&["chromium", "fonts-noto-color-emoji"]).context("the browser tests need Chromium")?;
            find().context("apt installed Chromium where it cannot be found")?
        }
    };
    note(&format!("browser: {}", path.display()));
    Ok(path)
}

fn find() -> Option<PathBuf> {
    let given = env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    let searched = || {
        env::split_paths(&path)
            .flat_map(|dir| NAMES.map(|name| dir.join(name)))
            .find(|file| file.is_file())
    };
    given.filter(|file| file.is_file()).or_else(searched)
}
