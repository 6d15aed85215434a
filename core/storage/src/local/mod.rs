//! Objects as files of a folder, one file per object at the key's path.
//!
//! A file appears under its final name only when it is complete and synced: it is written in `.staging` and
//! renamed. That folder also marks the root as ours: without it (a volume that is not mounted) nothing is
//! declared missing and nothing is written.

mod fault;
mod read;
mod walk;
mod write;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use url::Url;

use self::fault::fault;
use crate::{ByteRange, Error, KeyPrefix, Listing, Object, ObjectInfo, ObjectKey, ObjectStore, error::Result};

/// Where files are written before they are complete. No key begins with a dot.
const STAGING: &str = ".staging";

/// A folder of this machine. Several processes may use the same one.
#[derive(Clone, Debug)]
pub struct LocalStore {
    root: Arc<Path>,
}

impl LocalStore {
    /// Opens the folder, makes it when missing, and removes what writers that died a day ago left in `.staging`.
    ///
    /// # Errors
    /// [`Error::Denied`] if the folder cannot be made or written to.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self> {
        let store = Self {
            root: root.into().into(),
        };
        let staging = store.root.join(STAGING);
        fs::create_dir_all(&staging).map_err(|error| fault(&store.root, error))?;
        write::sweep(&staging).map_err(|error| fault(&store.root, error))?;
        Ok(store)
    }

    /// Runs file work on a thread that may wait for the disk.
    async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
    ) -> Result<T> {
        let root = Arc::clone(&self.root);
        tokio::task::spawn_blocking(move || work(&root).map_err(|error| fault(&root, error)))
            .await
            .map_err(|stopped| Error::Unavailable(stopped.into()))?
    }
}

#[async_trait]
impl ObjectStore for LocalStore {
    async fn put(&self, key: &ObjectKey, body: Bytes) -> Result<()> {
        let path = key.to_string();
        self.on_disk(move |root| write::publish(root, &path, &body)).await
    }

    async fn get(&self, key: &ObjectKey, range: Option<ByteRange>) -> Result<Option<Object>> {
        let path = key.to_string();
        let found = self.on_disk(move |root| read::open(root, &path)).await?;
        found.map(|file| file.stream(&self.root, range)).transpose()
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<ObjectInfo>> {
        let path = key.to_string();
        let found = self.on_disk(move |root| read::open(root, &path)).await?;
        Ok(found.map(|file| file.info))
    }

    async fn delete(&self, key: &ObjectKey) -> Result<()> {
        let path = key.to_string();
        self.on_disk(move |root| write::remove(root, &path)).await
    }

    fn list(&self, prefix: KeyPrefix) -> Listing {
        walk::list(Arc::clone(&self.root), prefix)
    }

    async fn presigned_download(&self, _: &ObjectKey, _: &str, _: Duration) -> Result<Option<Url>> {
        Ok(None)
    }

    async fn check(&self) -> Result<()> {
        self.on_disk(write::check).await
    }
}

/// Answers a miss: `Ok` when the store is there and only the object is not.
fn confirm_root(root: &Path) -> io::Result<()> {
    fs::metadata(root.join(STAGING)).map(drop)
}
