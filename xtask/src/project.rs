//! Where everything is.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

/// Name of the folder in the user's cache.
const CACHE_NAME: &str = "ai-image-studio";

/// The folders of the project and of its build products.
///
/// Products live outside the clone, in the user's cache, so that throwing a clone away costs no rebuild. A
/// `CARGO_TARGET_DIR` that is set already is respected.
pub(crate) struct Project {
    /// The clone.
    pub(crate) root: PathBuf,
    /// `$XDG_CACHE_HOME/ai-image-studio`, else `~/.cache/ai-image-studio`.
    pub(crate) cache: PathBuf,
    /// Products of the studio's workspace.
    pub(crate) target: PathBuf,
}

impl Project {
    /// Finds the clone this program was built from and the caches.
    pub(crate) fn find() -> Result<Self> {
        let here =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here.parent().context("xtask lies in no folder")?.to_path_buf();
        let cache = cache_home()?.join(CACHE_NAME);
        let target = path_variable("CARGO_TARGET_DIR").map_or_else(|| cache.join("target"), |dir| root.join(dir));
        Ok(Self { root, cache, target })
    }

    /// Products of the plugins' workspace, built for another target by another toolchain.
    pub(crate) fn plugins_target(&self) -> PathBuf {
        self.target.with_file_name("plugins-target")
    }

    /// The finished plugins: what the studio reads as `PLUGINS_DIR`.
    pub(crate) fn plugins_dir(&self) -> PathBuf {
        self.target.join("plugins")
    }

    /// Plugins that misbehave, for tests of the host: `HOSTILE_PLUGINS_DIR`.
    pub(crate) fn hostile_plugins_dir(&self) -> PathBuf {
        self.target.join("hostile-plugins")
    }

    /// The front end's sources and npm packages.
    pub(crate) fn web(&self) -> PathBuf {
        self.root.join("web")
    }
}

fn cache_home() -> Result<PathBuf> {
    let home = || path_variable("HOME").map(|home| home.join(".cache"));
    path_variable("XDG_CACHE_HOME")
        .filter(|dir| dir.is_absolute())
        .or_else(home)
        .context("neither XDG_CACHE_HOME nor HOME is set")
}

fn path_variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
