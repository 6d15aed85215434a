//! What the tests share: folders, hosts, jobs.

use std::path::{Path, PathBuf};

use studio_plugin_host::{HostConfig, Job, JobRequest, ModelHandle, Operation, PluginHost};
use tempfile::TempDir;

/// The folder named by an environment variable.
pub(crate) fn dir_from_env(variable: &str) -> PathBuf {
    match std::env::var_os(variable) {
        Some(dir) => PathBuf::from(dir),
        None => {
            panic!("{variable} is not set: run `cargo xtask test`, or build the plugins and point it to their folder")
        }
    }
}

/// The bytes of a component that misbehaves.
pub(crate) fn hostile(name: &str) -> Vec<u8> {
    let path = dir_from_env("HOSTILE_PLUGINS_DIR").join(format!("{name}.wasm"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where tests that are not about the cache keep compiled plugins between runs.
pub(crate) fn shared_cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugin-cache")
}

/// A folder of plugins, gone when the test ends, and a cache.
pub(crate) struct Folders {
    root: TempDir,
    cache: PathBuf,
}

impl Folders {
    /// An empty folder and the cache that tests share.
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("plugins")).unwrap();
        Self {
            root,
            cache: shared_cache(),
        }
    }

    /// With an empty cache of its own.
    pub(crate) fn with_own_cache(mut self) -> Self {
        self.cache = self.root.path().join("cache");
        self
    }

    /// With one file in the plugin folder.
    pub(crate) fn with(self, file: &str, bytes: &[u8]) -> Self {
        self.put(file, bytes);
        self
    }

    pub(crate) fn put(&self, file: &str, bytes: &[u8]) {
        std::fs::write(self.plugins().join(file), bytes).unwrap();
    }

    pub(crate) fn plugins(&self) -> PathBuf {
        self.root.path().join("plugins")
    }

    pub(crate) fn cache(&self) -> PathBuf {
        self.cache.clone()
    }

    pub(crate) fn config(&self) -> HostConfig {
        HostConfig::new(self.plugins(), self.cache())
    }

    pub(crate) async fn open(&self) -> PluginHost {
        PluginHost::open(self.config()).await.unwrap()
    }
}

/// The studio's own plugins.
pub(crate) async fn studio_host() -> PluginHost {
    let config = HostConfig::new(dir_from_env("PLUGINS_DIR"), shared_cache());
    PluginHost::open(config).await.unwrap()
}

/// A model that must be there.
pub(crate) fn model(host: &PluginHost, id: &str) -> ModelHandle {
    host.model(id)
        .unwrap_or_else(|| panic!("no model {id}; problems: {:?}", host.problems()))
}

/// A request for one picture.
pub(crate) fn request() -> JobRequest {
    JobRequest::new(Operation::TextToImage, "a lighthouse")
}

/// The plain job of a model.
pub(crate) fn job(model: &ModelHandle) -> Job {
    model.validate(&request()).unwrap()
}
