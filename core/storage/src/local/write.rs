//! Writing files so that nobody ever sees half of one, and removing them.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use uuid::Uuid;

use super::{STAGING, confirm_root};

/// Age at which a staged file cannot belong to a living writer any more.
const ABANDONED_AFTER: Duration = Duration::from_hours(24);

/// How often a folder may vanish beneath a writer (see [`remove`]) before it gives up.
const ATTEMPTS: u32 = 10;

/// Puts a complete, synced file at `path`. When this returns, it survives a power cut.
pub(super) fn publish(root: &Path, path: &str, body: &[u8]) -> io::Result<()> {
    let staged = Staged::write(root, body)?;
    let target = root.join(path);
    let folder = target.parent().expect("a key's path has a folder");
    move_into(&staged.0, &target, folder)?;
    sync_folders(root, folder)
}

/// Removes the file at `path`, and its folder when that was the last one.
pub(super) fn remove(root: &Path, path: &str) -> io::Result<()> {
    let target = root.join(path);
    match fs::remove_file(&target) {
        Err(error) if error.kind() == ErrorKind::NotFound => return confirm_root(root),
        done => done?,
    }
    let folder = target.parent().expect("a key's path has a folder");
    match fs::remove_dir(folder) {
        Ok(()) => Ok(()),
        Err(error) if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Proves that files can be written.
pub(super) fn check(root: &Path) -> io::Result<()> {
    Staged::write(root, b"check").map(drop)
}

/// Removes staged files of writers that died.
pub(super) fn sweep(staging: &Path) -> io::Result<()> {
    for entry in fs::read_dir(staging)? {
        let entry = entry?;
        let written = entry.metadata().and_then(|metadata| metadata.modified());
        if written.is_ok_and(is_abandoned) {
            remove_quietly(&entry.path());
        }
    }
    Ok(())
}

fn is_abandoned(written: SystemTime) -> bool {
    SystemTime::now()
        .duration_since(written)
        .is_ok_and(|age| age > ABANDONED_AFTER)
}

/// A file in the staging folder; dropping it removes what was not moved away.
struct Staged(PathBuf);

impl Staged {
    fn write(root: &Path, body: &[u8]) -> io::Result<Self> {
        let staged = Self(root.join(STAGING).join(Uuid::new_v4().to_string()));
        let mut file = File::create_new(&staged.0)?;
        file.write_all(body)?;
        file.sync_all()?;
        Ok(staged)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        remove_quietly(&self.0);
    }
}

/// Removes a file that may be gone already; what stays is swept another day.
fn remove_quietly(path: &Path) {
    if let Err(error) = fs::remove_file(path)
        && error.kind() != ErrorKind::NotFound
    {
        tracing::warn!(path = %path.display(), %error, "cannot remove a staged file");
    }
}

/// Renames into a folder that another process may remove, being empty, just after we made it.
fn move_into(staged: &Path, target: &Path, folder: &Path) -> io::Result<()> {
    for _ in 1..ATTEMPTS {
        fs::create_dir_all(folder)?;
        match fs::rename(staged, target) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            done => return done,
        }
    }
    fs::rename(staged, target)
}

/// Makes the new name durable: a name lives in its folder, and a new folder's name in the one above.
fn sync_folders(root: &Path, folder: &Path) -> io::Result<()> {
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(root)) {
        match File::open(folder).and_then(|folder| folder.sync_all()) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            done => done?,
        }
    }
    Ok(())
}
