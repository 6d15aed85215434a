//! The plugin folder: which files there are, and which of them changed since the last look.
//!
//! A look at an unchanged folder reads no file: it compares size, times and inode. So it may happen several times a second.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::error::LoadProblem;
use crate::loaded::LoadedPlugin;
use crate::unfit::{Unfit, UnfitKind};

/// A file changed more recently than this is read again at the next look: within the grain of a file system's clock it could
/// change once more without another time.
const GRAIN: Duration = Duration::from_millis(100);

/// The folder and what was found in it.
pub(crate) struct Folder {
    dir: PathBuf,
    known: BTreeMap<String, Known>,
}

/// A file as it was at the last look.
struct Known {
    stamp: Stamp,
    outcome: Result<Arc<LoadedPlugin>, Unfit>,
}

/// What changes whenever a file's content does.
struct Stamp {
    size: u64,
    inode: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    /// Whether another change would surely have another time.
    is_settled: bool,
}

impl Folder {
    pub(crate) fn new(dir: PathBuf) -> Self {
        Self {
            dir,
            known: BTreeMap::new(),
        }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Looks again and loads what is new or changed.
    ///
    /// # Errors
    /// When the folder cannot be read; what was known stays.
    pub(crate) fn look(
        &mut self,
        max_bytes: u64,
        load: impl Fn(&str, &[u8]) -> Result<Arc<LoadedPlugin>, Unfit>,
    ) -> io::Result<()> {
        let files = component_files(&self.dir)?;
        let mut before = std::mem::take(&mut self.known);
        for (name, path) in files {
            let metadata = fs::metadata(&path);
            let stamp = metadata.as_ref().map_or_else(|_| Stamp::none(), Stamp::of);
            let old = before.remove(&name);
            let known = match old {
                Some(known) if known.stamp.is_settled && known.stamp.is_like(&stamp) => known,
                _ => {
                    let outcome = read(&path, metadata, max_bytes).and_then(|bytes| load(&name, &bytes));
                    if old.is_none_or(|old| !is_same(&old.outcome, &outcome)) {
                        tell(&name, &outcome);
                    }
                    Known { stamp, outcome }
                }
            };
            self.known.insert(name, known);
        }
        Ok(())
    }

    /// The files by name, with what they hold.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, Option<&Arc<LoadedPlugin>>)> {
        self.known
            .iter()
            .map(|(name, known)| (name.as_str(), known.outcome.as_ref().ok()))
    }

    /// The files that load, in the order of their names.
    pub(crate) fn plugins(&self) -> impl Iterator<Item = (&str, &Arc<LoadedPlugin>)> {
        self.files().filter_map(|(name, plugin)| Some((name, plugin?)))
    }

    /// The files that do not.
    pub(crate) fn problems(&self) -> impl Iterator<Item = LoadProblem> {
        self.known.iter().filter_map(|(name, known)| {
            let refusal = known.outcome.as_ref().err()?;
            Some(LoadProblem {
                file: name.clone(),
                message: refusal.message.clone(),
            })
        })
    }
}

impl Stamp {
    fn is_like(&self, other: &Self) -> bool {
        (self.size, self.inode, self.modified, self.changed) == (other.size, other.inode, other.modified, other.changed)
    }

    fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            inode: metadata.ino(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            is_settled: !is_fresh(metadata),
        }
    }

    /// Of a file that cannot be asked; not equal to any that can.
    fn none() -> Self {
        Self {
            size: u64::MAX,
            inode: u64::MAX,
            modified: (0, 0),
            changed: (0, 0),
            is_settled: true,
        }
    }
}

fn is_fresh(metadata: &Metadata) -> bool {
    let changed = Duration::new(
        u64::try_from(metadata.ctime()).unwrap_or_default(),
        u32::try_from(metadata.ctime_nsec()).unwrap_or_default(),
    );
    let age = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH + changed);
    age.is_ok_and(|age| age < GRAIN)
}

fn read(path: &Path, metadata: io::Result<Metadata>, max_bytes: u64) -> Result<Vec<u8>, Unfit> {
    let unreadable = |error: io::Error| UnfitKind::Unreadable.because(format!("cannot be read: {error}"));
    let size = metadata.map_err(unreadable)?.len();
    if size > max_bytes {
        let message = format!("has {size} bytes, at most {max_bytes} are read");
        return Err(UnfitKind::TooLarge.because(message));
    }
    fs::read(path).map_err(unreadable)
}

/// Whether nothing came of reading a file again.
fn is_same(before: &Result<Arc<LoadedPlugin>, Unfit>, now: &Result<Arc<LoadedPlugin>, Unfit>) -> bool {
    match (before, now) {
        (Ok(before), Ok(now)) => before.identity.digest == now.identity.digest,
        (Err(before), Err(now)) => before == now,
        _ => false,
    }
}

fn tell(file: &str, outcome: &Result<Arc<LoadedPlugin>, Unfit>) {
    if let Err(problem) = outcome {
        tracing::warn!(plugin.file = %file, %problem, "a plugin file is not used");
    }
}

/// The `*.wasm` files of a folder with their names, in the order of these.
fn component_files(dir: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(name, path);
        }
    }
    Ok(files)
}
