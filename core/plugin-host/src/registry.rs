//! The folder of plugins: what is on offer now, what could not be loaded and why, and older versions that jobs need.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use tokio::sync::Semaphore;

use crate::cache::ComponentCache;
use crate::engine::GuestEngine;
use crate::error::{HostError, LoadProblem};
use crate::handle::ModelHandle;
use crate::limits::Limits;
use crate::loaded::{LoadedPlugin, Loader, digest_of};
use crate::manifest::{ModelInfo, PluginIdentity};

/// Where plugins are and how much they may use.
#[derive(Debug, Clone)]
pub struct HostConfig {
    /// Folder whose `*.wasm` files are the plugins.
    pub plugins_dir: PathBuf,
    /// Private folder for compiled components; created when missing.
    pub cache_dir: PathBuf,
    /// Limits of every call.
    pub limits: Limits,
}

impl HostConfig {
    /// The given folders with default limits.
    pub fn new(plugins_dir: impl Into<PathBuf>, cache_dir: impl Into<PathBuf>) -> Self {
        Self {
            plugins_dir: plugins_dir.into(),
            cache_dir: cache_dir.into(),
            limits: Limits::default(),
        }
    }
}

/// The loaded plugins. Cheap to clone; all clones see the same plugins.
#[derive(Clone)]
pub struct PluginHost {
    shared: Arc<Shared>,
}

struct Shared {
    plugins_dir: PathBuf,
    loader: Loader,
    turns: Arc<Semaphore>,
    current: RwLock<Arc<Offer>>,
    /// Every plugin version that is alive: offered, or held by a handle of a running job.
    alive: Mutex<HashMap<String, Weak<LoadedPlugin>>>,
}

/// What the folder offers at one moment.
#[derive(Default)]
struct Offer {
    plugins: Vec<Arc<LoadedPlugin>>,
    models: BTreeMap<String, (Arc<LoadedPlugin>, usize)>,
    problems: Vec<LoadProblem>,
}

impl PluginHost {
    /// Starts the engine and loads the folder. Files that cannot be used become [`Self::problems`].
    ///
    /// # Errors
    /// When a folder cannot be used at all.
    pub async fn open(config: HostConfig) -> Result<Self, HostError> {
        blocking(move || Self::open_blocking(config)).await
    }

    /// [`Self::open`] for callers without a tokio runtime.
    ///
    /// # Errors
    /// When a folder cannot be used at all.
    pub fn open_blocking(config: HostConfig) -> Result<Self, HostError> {
        let engine = Arc::new(GuestEngine::new(&config.limits)?);
        let cache =
            ComponentCache::open(&config.cache_dir, engine.wasmtime()).map_err(|source| HostError::CacheDir {
                path: config.cache_dir,
                source,
            })?;
        let host = Self {
            shared: Arc::new(Shared {
                plugins_dir: config.plugins_dir,
                turns: Arc::new(Semaphore::new(config.limits.concurrent_calls.max(1))),
                loader: Loader {
                    engine,
                    cache,
                    limits: config.limits,
                },
                current: RwLock::default(),
                alive: Mutex::default(),
            }),
        };
        host.shared.rescan()?;
        Ok(host)
    }

    /// Reads the folder again: new and changed files are loaded, the rest stays as it is. Handles keep working.
    ///
    /// # Errors
    /// When the folder cannot be read; what was loaded stays on offer.
    pub async fn rescan(&self) -> Result<(), HostError> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.rescan()).await
    }

    /// Every model on offer, by id.
    pub fn models(&self) -> Vec<ModelInfo> {
        let offer = self.shared.offer();
        offer
            .models
            .values()
            .map(|(plugin, index)| plugin.info(*index))
            .collect()
    }

    /// The model with this id, in its current version.
    pub fn model(&self, model_id: &str) -> Option<ModelHandle> {
        let offer = self.shared.offer();
        let (plugin, index) = offer.models.get(model_id)?;
        Some(self.shared.handle(plugin, *index))
    }

    /// The model with this id in the plugin version that a job is pinned to, on offer or not.
    ///
    /// Versions that have left the folder are loaded again from the private cache. `None` when this process never had
    /// that version and it is not in the cache.
    pub async fn model_by_digest(&self, model_id: &str, digest: &str) -> Option<ModelHandle> {
        let plugin = match self.shared.find_alive(digest) {
            Some(plugin) => plugin,
            None => self.revive(digest).await?,
        };
        let index = plugin.models.iter().position(|loaded| loaded.model.id == model_id)?;
        Some(self.shared.handle(&plugin, index))
    }

    /// The plugins on offer.
    pub fn plugins(&self) -> Vec<PluginIdentity> {
        let offer = self.shared.offer();
        offer.plugins.iter().map(|plugin| plugin.identity.clone()).collect()
    }

    /// The files that could not be used, with the reason.
    pub fn problems(&self) -> Vec<LoadProblem> {
        self.shared.offer().problems.clone()
    }

    async fn revive(&self, digest: &str) -> Option<Arc<LoadedPlugin>> {
        let (shared, digest) = (Arc::clone(&self.shared), digest.to_owned());
        blocking(move || shared.revive(&digest)).await
    }
}

impl Shared {
    fn offer(&self) -> Arc<Offer> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn handle(&self, plugin: &Arc<LoadedPlugin>, index: usize) -> ModelHandle {
        ModelHandle::new(Arc::clone(plugin), index, Arc::clone(&self.turns))
    }

    fn rescan(&self) -> Result<(), HostError> {
        let files = component_files(&self.plugins_dir).map_err(|source| HostError::PluginsDir {
            path: self.plugins_dir.clone(),
            source,
        })?;
        let mut offer = Offer::default();
        for path in files {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let outcome = self.load_file(&file, &path).and_then(|plugin| offer.add(plugin));
            if let Err(message) = outcome {
                tracing::warn!(plugin.file = %file, problem = %message, "a plugin file is not used");
                offer.problems.push(LoadProblem { file, message });
            }
        }
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(offer);
        Ok(())
    }

    fn load_file(&self, file: &str, path: &Path) -> Result<Arc<LoadedPlugin>, String> {
        let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
        let size = fs::metadata(path).map_err(unreadable)?.len();
        let cap = self.loader.limits.component_bytes;
        if size > cap {
            return Err(format!("has {size} bytes, at most {cap} are read"));
        }
        let bytes = fs::read(path).map_err(unreadable)?;
        self.load_bytes(file, &bytes)
    }

    fn load_bytes(&self, file: &str, bytes: &[u8]) -> Result<Arc<LoadedPlugin>, String> {
        let digest = digest_of(bytes);
        if let Some(plugin) = self.find_alive(&digest) {
            return Ok(plugin);
        }
        let plugin = Arc::new(self.loader.load(file, &digest, bytes)?);
        let mut alive = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        alive.retain(|_, known| known.strong_count() > 0);
        alive.insert(digest, Arc::downgrade(&plugin));
        Ok(plugin)
    }

    fn find_alive(&self, digest: &str) -> Option<Arc<LoadedPlugin>> {
        let alive = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        alive.get(digest)?.upgrade()
    }

    fn revive(&self, digest: &str) -> Option<Arc<LoadedPlugin>> {
        let bytes = self.loader.cache.kept(digest)?;
        self.load_bytes("kept component", &bytes)
            .inspect_err(|problem| tracing::warn!(plugin.digest = digest, %problem, "a kept plugin does not load"))
            .ok()
    }
}

impl Offer {
    /// Takes a plugin unless it clashes with one that came before it in the order of file names.
    fn add(&mut self, plugin: Arc<LoadedPlugin>) -> Result<(), String> {
        let id = &plugin.identity.id;
        if let Some(other) = self.plugins.iter().find(|other| &other.identity.id == id) {
            let version = &other.identity.version;
            return Err(format!(
                "the plugin {id:?} is already loaded from another file in version {version}"
            ));
        }
        for loaded in &plugin.models {
            if let Some((other, _)) = self.models.get(&loaded.model.id) {
                let (model, other) = (&loaded.model.id, &other.identity.id);
                return Err(format!(
                    "both {other:?} and {id:?} offer the model {model:?}; {other:?} keeps it"
                ));
            }
        }
        for (index, loaded) in plugin.models.iter().enumerate() {
            self.models
                .insert(loaded.model.id.clone(), (Arc::clone(&plugin), index));
        }
        self.plugins.push(plugin);
        Ok(())
    }
}

/// The `*.wasm` files of a folder in the order of their names.
fn component_files(dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = fs::read_dir(dir)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "wasm"));
    files.sort();
    Ok(files)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
