//! Where the parts of a cluster are.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::account::Account;
use crate::error::{Error, Result};
use crate::sys;

/// The port in the socket's file name. Nothing listens on a network port.
pub(crate) const PORT: u16 = 5432;

/// Longest socket path the kernel takes: `sockaddr_un.sun_path` has 108 bytes on Linux and 104 on macOS, one of
/// them for the closing zero. The smaller one holds for both.
const MAX_SOCKET_PATH_BYTES: usize = 103;

/// The folders and files of one cluster.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Folder that holds everything else.
    pub(crate) root: PathBuf,
    /// PostgreSQL's data folder.
    pub(crate) data: PathBuf,
    /// Folder of the unix socket.
    pub(crate) socket_dir: PathBuf,
    /// What the server prints.
    pub(crate) log: PathBuf,
}

impl Layout {
    /// Works out the paths; touches no file. A relative `root` counts from the current folder.
    pub(crate) fn new(root: &Path) -> Result<Self> {
        let root = std::path::absolute(root).map_err(Error::io("complete the path", root))?;
        Ok(Self {
            data: root.join("data"),
            socket_dir: socket_dir(&root),
            log: root.join("server.log"),
            root,
        })
    }

    /// Creates the folders that are missing, private to the account.
    pub(crate) fn create(&self, account: &Account) -> Result<()> {
        if let Some(parent) = self.root.parent() {
            fs::create_dir_all(parent).map_err(Error::io("create", parent))?;
        }
        for dir in [&self.root, &self.data, &self.socket_dir] {
            create_private(dir, account)?;
        }
        Ok(())
    }

    /// Major version that wrote the data, `None` when there is no cluster yet.
    ///
    /// # Errors
    /// [`Error::NotACluster`] when the folder holds something else.
    pub(crate) fn data_version(&self) -> Result<Option<u32>> {
        let file = self.data.join("PG_VERSION");
        match fs::read_to_string(&file) {
            Ok(text) => text.trim().parse().map(Some).map_err(|_| Error::NotACluster {
                data: self.data.clone(),
            }),
            Err(_) if is_empty(&self.data) => Ok(None),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Error::NotACluster {
                data: self.data.clone(),
            }),
            Err(error) => Err(Error::io("read", &file)(error)),
        }
    }
}

/// `<root>/run`, or a folder in `/tmp` named after the root when that would be too long for a socket.
fn socket_dir(root: &Path) -> PathBuf {
    let beside = root.join("run");
    if socket_path(&beside).as_os_str().len() <= MAX_SOCKET_PATH_BYTES {
        return beside;
    }
    // A running server is found by its lock file, so nothing breaks should the hash change one day.
    let mut hasher = DefaultHasher::new();
    root.hash(&mut hasher);
    PathBuf::from(format!("/tmp/studio-pg-{:016x}", hasher.finish()))
}

/// The socket's file in its folder; the name is PostgreSQL's.
pub(crate) fn socket_path(dir: &Path) -> PathBuf {
    dir.join(format!(".s.PGSQL.{PORT}"))
}

/// A folder that does not exist counts as empty.
fn is_empty(dir: &Path) -> bool {
    match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

fn create_private(dir: &Path, account: &Account) -> Result<()> {
    match fs::DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) => account.give(dir),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => adopt(dir, account),
        Err(error) => Err(Error::io("create", dir)(error)),
    }
}

/// Uses a folder that is already there, but not one that somebody else put in our way.
fn adopt(dir: &Path, account: &Account) -> Result<()> {
    let metadata = fs::symlink_metadata(dir).map_err(Error::io("look at", dir))?;
    let empty_and_ours = metadata.uid() == sys::effective_uid() && is_empty(dir);
    match (metadata.is_dir(), account.owns(&metadata), empty_and_ours) {
        (true, true, _) => {
            fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).map_err(Error::io("restrict", dir))
        }
        (true, false, true) => account.give(dir),
        _ => Err(Error::ForeignOwner {
            dir: dir.to_path_buf(),
            owner: metadata.uid(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_lies_beside_the_data_when_the_path_is_short() {
        let layout = Layout::new(Path::new("/srv/studio/postgres")).unwrap();
        assert_eq!(layout.socket_dir, Path::new("/srv/studio/postgres/run"));
    }

    #[test]
    fn a_long_path_gets_a_short_socket_folder_that_stays_the_same() {
        let deep = PathBuf::from("/srv").join("x".repeat(120));
        let dir = Layout::new(&deep).unwrap().socket_dir;
        assert!(
            socket_path(&dir).as_os_str().len() <= MAX_SOCKET_PATH_BYTES,
            "{}",
            dir.display()
        );
        assert_eq!(dir, Layout::new(&deep).unwrap().socket_dir);
        assert_ne!(dir, Layout::new(&deep.join("other")).unwrap().socket_dir);
    }
}
