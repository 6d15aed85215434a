//! Which version of a plugin was installed after which: `PLUGINS_DIR/.versions/<plugin>/`.
//!
//! `installed.json` lists what was installed, oldest first; each file lies beside it under its digest. The host reads `*.wasm` directly in
//! the folder and nothing below it, so what is kept here is not on offer. (What the host itself keeps in its cache is by digest alone,
//! without an order, and for running jobs only.)

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::component::digest_of;

/// Versions kept of one plugin; older ones are removed.
const KEPT_VERSIONS: usize = 10;

/// One version that was installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Version {
    /// SHA-256 of the file.
    pub(crate) digest: String,
    /// As its manifest said.
    pub(crate) version: String,
    /// When it was installed, in UTC.
    pub(crate) installed_at: chrono::DateTime<chrono::Utc>,
}

/// The versions of one plugin.
pub(crate) struct History {
    folder: PathBuf,
    pub(crate) versions: Vec<Version>,
}

impl History {
    /// Of the plugin with this id, empty when nothing was kept.
    pub(crate) fn open(plugins_dir: &Path, plugin: &str) -> Result<Self, Error> {
        let folder = plugins_dir.join(".versions").join(plugin);
        let list = folder.join("installed.json");
        let versions = match fs::read(&list) {
            Ok(text) => serde_json::from_slice(&text)
                .map_err(std::io::Error::other)
                .map_err(Error::at(&list))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(Error::at(&list)(error)),
        };
        Ok(Self { folder, versions })
    }

    /// Keeps `bytes` as the newest version. Known ones move to the end.
    pub(crate) fn push(&mut self, version: &str, bytes: &[u8]) -> Result<(), Error> {
        let digest = digest_of(bytes);
        fs::create_dir_all(&self.folder).map_err(Error::at(&self.folder))?;
        replace(&self.file(&digest), bytes)?;
        self.versions.retain(|known| known.digest != digest);
        self.versions.push(Version {
            digest,
            version: version.to_owned(),
            installed_at: chrono::Utc::now(),
        });
        while self.versions.len() > KEPT_VERSIONS {
            let oldest = self.versions.remove(0);
            // A file that stays costs only space.
            drop(fs::remove_file(self.file(&oldest.digest)));
        }
        self.save()
    }

    /// The version before the one with this digest, and its file's content.
    pub(crate) fn before(&self, digest: &str) -> Result<Option<(Version, Vec<u8>)>, Error> {
        let end = self.versions.iter().rposition(|known| known.digest == digest);
        let earlier = &self.versions[..end.unwrap_or(self.versions.len())];
        let Some(version) = earlier.last() else {
            return Ok(None);
        };
        let file = self.file(&version.digest);
        let bytes = fs::read(&file).map_err(Error::at(&file))?;
        if digest_of(&bytes) != version.digest {
            return Err(Error::Usage(format!("{} is damaged", file.display())));
        }
        Ok(Some((version.clone(), bytes)))
    }

    /// Forgets everything after the version with this digest: it is the newest again.
    pub(crate) fn cut_after(&mut self, digest: &str) -> Result<(), Error> {
        let Some(at) = self.versions.iter().rposition(|known| known.digest == digest) else {
            return Ok(());
        };
        for later in self.versions.split_off(at + 1) {
            drop(fs::remove_file(self.file(&later.digest)));
        }
        self.save()
    }

    fn file(&self, digest: &str) -> PathBuf {
        self.folder.join(digest)
    }

    fn save(&self) -> Result<(), Error> {
        let text = serde_json::to_vec_pretty(&self.versions).expect("versions are plain data");
        replace(&self.folder.join("installed.json"), &text)
    }
}

/// Writes beside the file and renames: a running studio sees the old file or the new one, never half of it.
pub(crate) fn replace(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut half_way = tempfile::Builder::new()
        .prefix(".installing-")
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .tempfile_in(folder)
        .map_err(Error::at(folder))?;
    half_way
        .write_all(bytes)
        .and_then(|()| half_way.as_file().sync_all())
        .map_err(Error::at(file))?;
    half_way.persist(file).map_err(|error| Error::at(file)(error.error))?;
    Ok(())
}
