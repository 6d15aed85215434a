//! Which account runs the server, and whether it can reach a folder.

use std::fs::{self, Metadata};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::sys;

/// Accounts tried, in this order, when we are root.
const SERVICE_ACCOUNTS: [&str; 2] = ["postgres", "nobody"];

/// The account the server runs as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Account {
    /// Our own: we are not root.
    Ours {
        /// Our effective user id.
        uid: u32,
    },
    /// Another one: we are root and lower our rights for the server.
    Other {
        /// Its name, for messages.
        name: String,
        /// Its user id, never 0.
        uid: u32,
        /// Its main group.
        gid: u32,
    },
}

impl Account {
    /// Chooses the account: the owner of existing data, so that changing between root and a normal user keeps
    /// working, else a service account under root, else ourselves.
    pub(crate) fn choose(data: &Path) -> Result<Self> {
        let owner = fs::metadata(data).ok().map(|data| (data.uid(), data.gid()));
        match (sys::effective_uid(), owner) {
            (0, Some((uid, gid))) if uid != 0 => Ok(Self::Other {
                name: format!("user id {uid}"),
                uid,
                gid,
            }),
            (0, _) => Self::service(),
            (uid, Some((owner, _))) if owner != uid => Err(Error::ForeignOwner {
                dir: data.to_path_buf(),
                owner,
            }),
            (uid, _) => Ok(Self::Ours { uid }),
        }
    }

    fn service() -> Result<Self> {
        SERVICE_ACCOUNTS
            .iter()
            .find_map(|name| {
                sys::account_ids(name).map(|(uid, gid)| Self::Other {
                    name: (*name).to_owned(),
                    uid,
                    gid,
                })
            })
            .ok_or(Error::NoAccount)
    }

    /// Makes the command run as this account.
    pub(crate) fn apply(&self, command: &mut Command) {
        if let Self::Other { uid, gid, .. } = self {
            // The standard library drops our supplementary groups too when root sets a user id.
            command.uid(*uid).gid(*gid);
        }
    }

    /// Gives a file or folder, not its contents, to this account.
    pub(crate) fn give(&self, path: &Path) -> Result<()> {
        match self {
            Self::Ours { .. } => Ok(()),
            Self::Other { uid, gid, .. } => {
                chown(path, Some(*uid), Some(*gid)).map_err(Error::io("change the owner of", path))
            }
        }
    }

    /// Whether the file belongs to this account.
    pub(crate) fn owns(&self, file: &Metadata) -> bool {
        match self {
            Self::Ours { uid } | Self::Other { uid, .. } => file.uid() == *uid,
        }
    }

    /// Checks that this account can pass through every existing parent of `dir`.
    ///
    /// # Errors
    /// [`Error::Unreachable`] naming the first closed folder.
    pub(crate) fn check_reach(&self, dir: &Path) -> Result<()> {
        let Self::Other { name, uid, gid } = self else {
            return Ok(());
        };
        match first_closed_parent(dir, *uid, *gid) {
            None => Ok(()),
            Some(blocked_by) => Err(Error::Unreachable {
                dir: dir.to_path_buf(),
                blocked_by,
                account: name.clone(),
            }),
        }
    }
}

fn first_closed_parent(dir: &Path, uid: u32, gid: u32) -> Option<PathBuf> {
    let mut parents: Vec<&Path> = dir.ancestors().skip(1).collect();
    parents.reverse();
    parents
        .into_iter()
        .find(|parent| fs::metadata(parent).is_ok_and(|parent| !passable(&parent, uid, gid)))
        .map(Path::to_path_buf)
}

/// The execute bit of a folder that applies to (uid, gid). Access control lists and further groups are not
/// looked at: where they open a folder, the answer errs on the safe side.
fn passable(folder: &Metadata, uid: u32, gid: u32) -> bool {
    let bit = if folder.uid() == uid {
        0o100
    } else if folder.gid() == gid {
        0o010
    } else {
        0o001
    };
    folder.mode() & bit != 0
}

/// Gives `preferred` when a server started by us could live there, else `fallback`.
///
/// For a normal user that is always `preferred`. For root, `preferred` is refused when the service account cannot
/// pass through one of its parents, as in `/root`.
///
/// # Errors
/// [`Error::NoAccount`] when we are root and no service account exists; [`Error::Io`] when the current folder is
/// needed to complete `preferred` and is gone.
pub fn reachable_or(preferred: &Path, fallback: &Path) -> Result<PathBuf> {
    if sys::effective_uid() != 0 {
        return Ok(preferred.to_path_buf());
    }
    let absolute = std::path::absolute(preferred).map_err(Error::io("complete the path", preferred))?;
    // One level deeper, so that the preferred folder itself counts as a parent once it exists.
    match Account::service()?.check_reach(&absolute.join("cluster")) {
        Ok(()) => Ok(preferred.to_path_buf()),
        Err(Error::Unreachable { .. }) => Ok(fallback.to_path_buf()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn folder(name: &str, mode: u32) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("studio-pg-account-{}-{name}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        fs::set_permissions(&dir, fs::Permissions::from_mode(mode)).unwrap();
        dir
    }

    #[test]
    fn a_private_parent_is_named() {
        let dir = folder("private", 0o700);
        let stranger = Account::Other {
            name: "stranger".to_owned(),
            uid: 4_000_001,
            gid: 4_000_001,
        };
        let error = stranger.check_reach(&dir.join("cluster")).unwrap_err();
        assert!(
            matches!(&error, Error::Unreachable { blocked_by, .. } if *blocked_by == dir),
            "{error}"
        );
        fs::remove_dir(&dir).unwrap();
    }

    #[test]
    fn an_open_parent_and_a_missing_one_are_no_obstacle() {
        let dir = folder("open", 0o711);
        let stranger = Account::Other {
            name: "stranger".to_owned(),
            uid: 4_000_001,
            gid: 4_000_001,
        };
        assert!(stranger.check_reach(&dir.join("not/there/yet")).is_ok());
        fs::remove_dir(&dir).unwrap();
    }

    #[test]
    fn the_owner_passes_where_others_do_not() {
        let dir = folder("owner", 0o700);
        let data = fs::metadata(&dir).unwrap();
        assert!(passable(&data, data.uid(), 4_000_001));
        assert!(!passable(&data, 4_000_001, data.gid()));
        fs::remove_dir(&dir).unwrap();
    }
}
