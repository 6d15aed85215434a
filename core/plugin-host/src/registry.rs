//! The loaded plugins: what is on offer now, what could not be loaded and why, and other versions that jobs need.
//!
//! By default the folder is what is on offer. A studio of several machines decides that elsewhere: it looks into the folder with
//! [`PluginHost::scan`] and says with [`PluginHost::offer`] which versions are on offer.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};

use tokio::sync::Semaphore;

use crate::cache::ComponentCache;
use crate::engine::GuestEngine;
use crate::error::{HostError, LoadProblem};
use crate::folder::Folder;
use crate::handle::ModelHandle;
use crate::limits::Limits;
use crate::loaded::{LoadedPlugin, Loader, digest_of};
use crate::log_book::LogLine;
use crate::manifest::{ModelInfo, PluginIdentity};
use crate::offer::Offer;
use crate::unfit::{Unfit, UnfitKind};

/// Where plugins are and how much they may use.
#[derive(Debug, Clone)]
pub struct HostConfig {
    /// Folder whose `*.wasm` files are the plugins.
    pub plugins_dir: PathBuf,
    /// Private folder for compiled components; created when missing.
    pub cache_dir: PathBuf,
    /// Limits of every call.
    pub limits: Limits,
    /// The first parts of the endpoints that plugins may declare, such as `fal-ai`; `None` allows every owner.
    pub endpoint_owners: Option<Vec<String>>,
}

impl HostConfig {
    /// The given folders with default limits.
    pub fn new(plugins_dir: impl Into<PathBuf>, cache_dir: impl Into<PathBuf>) -> Self {
        Self {
            plugins_dir: plugins_dir.into(),
            cache_dir: cache_dir.into(),
            limits: Limits::default(),
            endpoint_owners: None,
        }
    }
}

/// The loaded plugins. Cheap to clone; all clones see the same plugins.
#[derive(Clone)]
pub struct PluginHost {
    shared: Arc<Shared>,
}

struct Shared {
    folder: Mutex<Folder>,
    loader: Loader,
    turns: Arc<Semaphore>,
    current: RwLock<Arc<Offer>>,
    /// Every plugin version that is alive: offered, or held by a handle of a running job.
    alive: Mutex<HashMap<String, Weak<LoadedPlugin>>>,
}

/// A file of the plugin folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// File name without its folder.
    pub file: String,
    /// The plugin in it; `None` when it does not load, or another file has a plugin of that id.
    pub plugin: Option<PluginIdentity>,
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
                folder: Mutex::new(Folder::new(config.plugins_dir)),
                turns: Arc::new(Semaphore::new(config.limits.concurrent_calls.max(1))),
                loader: Loader {
                    engine,
                    cache,
                    limits: config.limits,
                    book: Arc::default(),
                    endpoint_owners: config.endpoint_owners,
                },
                current: RwLock::default(),
                alive: Mutex::default(),
            }),
        };
        host.shared.rescan()?;
        Ok(host)
    }

    /// Reads the folder again and offers what it has: new and changed files are loaded, the rest stays as it is. Handles keep working.
    ///
    /// # Errors
    /// When the folder cannot be read; what was loaded stays on offer.
    pub async fn rescan(&self) -> Result<(), HostError> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.rescan()).await
    }

    /// Reads the folder again without changing what is on offer, and gives its files by name.
    ///
    /// Cheap while nothing changed: no file is read.
    ///
    /// # Errors
    /// When the folder cannot be read; what was known of it stays.
    pub async fn scan(&self) -> Result<Vec<Scanned>, HostError> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.scan()).await
    }

    /// Offers exactly these versions, in this order of precedence; gives the digests that this process does not have.
    pub async fn offer(&self, digests: Vec<String>) -> Vec<String> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.offer_versions(digests)).await
    }

    /// Checks a component as the folder's are checked and keeps it, so that it is found by its digest. It is not on offer yet.
    ///
    /// # Errors
    /// Why it is no plugin.
    pub async fn add(&self, bytes: Vec<u8>) -> Result<Vec<ModelInfo>, Unfit> {
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            let (size, cap) = (bytes.len() as u64, shared.loader.limits.component_bytes);
            if size > cap {
                return Err(UnfitKind::TooLarge.because(format!("has {size} bytes, at most {cap} are read")));
            }
            Ok(infos(&*shared.load_bytes("the component", &bytes)?))
        })
        .await
    }

    /// What the plugin version with this digest offers; `None` when this process does not have it.
    pub async fn describe(&self, digest: &str) -> Option<Vec<ModelInfo>> {
        Some(infos(&*self.version(digest).await?))
    }

    /// The component file with this digest, as far as this machine keeps it.
    pub async fn component(&self, digest: &str) -> Option<Vec<u8>> {
        let (shared, digest) = (Arc::clone(&self.shared), digest.to_owned());
        blocking(move || shared.loader.cache.kept(&digest)).await
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
        let plugin = self.version(digest).await?;
        let index = plugin.models.iter().position(|loaded| loaded.model.id == model_id)?;
        Some(self.shared.handle(&plugin, index))
    }

    /// The plugins on offer.
    pub fn plugins(&self) -> Vec<PluginIdentity> {
        let offer = self.shared.offer();
        offer.plugins.iter().map(|plugin| plugin.identity.clone()).collect()
    }

    /// What could not be used, with the reason: files of the folder, and plugins that clash with others.
    pub fn problems(&self) -> Vec<LoadProblem> {
        let folder = self.shared.folder();
        let mut problems: Vec<LoadProblem> = folder.problems().collect();
        let clashes = Offer::of(folder.plugins()).problems;
        for clash in clashes.iter().chain(&self.shared.offer().problems) {
            if !problems.contains(clash) {
                problems.push(clash.clone());
            }
        }
        problems
    }

    /// What plugins wrote to their log since this was last asked, the oldest first and the last 200 lines of each.
    ///
    /// A plugin may write 20 lines a second, and 200 at once after a pause; what is more is counted and lost.
    pub fn take_log(&self) -> Vec<LogLine> {
        self.shared.loader.book.take()
    }

    async fn version(&self, digest: &str) -> Option<Arc<LoadedPlugin>> {
        match self.shared.find_alive(digest) {
            Some(plugin) => Some(plugin),
            None => self.revive(digest).await,
        }
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

    fn folder(&self) -> MutexGuard<'_, Folder> {
        self.folder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_offer(&self, offer: Offer) {
        for LoadProblem { file, message } in &offer.problems {
            tracing::warn!(plugin.file = %file, problem = %message, "a plugin is not used");
        }
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(offer);
    }

    fn rescan(&self) -> Result<(), HostError> {
        let mut folder = self.folder();
        self.look(&mut folder)?;
        self.set_offer(Offer::of(folder.plugins()));
        Ok(())
    }

    fn scan(&self) -> Result<Vec<Scanned>, HostError> {
        let mut folder = self.folder();
        self.look(&mut folder)?;
        let mut ids = HashSet::new();
        let files = folder.files().map(|(file, plugin)| Scanned {
            file: file.to_owned(),
            plugin: plugin
                .filter(|plugin| ids.insert(plugin.identity.id.clone()))
                .map(|plugin| plugin.identity.clone()),
        });
        Ok(files.collect())
    }

    fn look(&self, folder: &mut Folder) -> Result<(), HostError> {
        folder
            .look(self.loader.limits.component_bytes, |file, bytes| {
                self.load_bytes(file, bytes)
            })
            .map_err(|source| HostError::PluginsDir {
                path: folder.dir().to_owned(),
                source,
            })
    }

    fn offer_versions(&self, digests: Vec<String>) -> Vec<String> {
        let (mut plugins, mut missing) = (Vec::new(), Vec::new());
        for digest in digests {
            match self.find_alive(&digest).or_else(|| self.revive(&digest)) {
                Some(plugin) => plugins.push(plugin),
                None => missing.push(digest),
            }
        }
        let named = plugins.iter().map(|plugin| (plugin.identity.id.as_str(), plugin));
        self.set_offer(Offer::of(named));
        missing
    }

    fn load_bytes(&self, file: &str, bytes: &[u8]) -> Result<Arc<LoadedPlugin>, Unfit> {
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

fn infos(plugin: &LoadedPlugin) -> Vec<ModelInfo> {
    (0..plugin.models.len()).map(|index| plugin.info(index)).collect()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
