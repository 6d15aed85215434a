//! What can go wrong, told in words that say what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The crate's result type.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the cluster could not be found, created, started or stopped.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// No usable server programs were found in any of the places named.
    NotInstalled {
        /// Every folder that was looked at.
        searched: Vec<PathBuf>,
    },
    /// The data was written by a major version of which no programs are installed.
    VersionMismatch {
        /// The cluster's data folder.
        data: PathBuf,
        /// Major version that wrote the data.
        wanted: u32,
        /// Major versions that are installed.
        installed: Vec<u32>,
    },
    /// We are root, and the account that would run the server cannot pass through one of the parent folders.
    Unreachable {
        /// The folder the cluster was to live in.
        dir: PathBuf,
        /// The parent folder that is closed.
        blocked_by: PathBuf,
        /// Name of the account that would run the server.
        account: String,
    },
    /// We are root and there is neither a `postgres` nor a `nobody` account to run the server as.
    NoAccount,
    /// The folder holds something that is not a PostgreSQL cluster, so it is left alone.
    NotACluster {
        /// The folder in question.
        data: PathBuf,
    },
    /// A folder of the cluster belongs to another account than the one that runs the server.
    ForeignOwner {
        /// The folder in question.
        dir: PathBuf,
        /// User id of the owner.
        owner: u32,
    },
    /// A program of PostgreSQL failed; its own words are in `output`.
    Program {
        /// Which program.
        program: &'static str,
        /// What it printed, or the end of its log.
        output: String,
    },
    /// The server did not reach the state asked for in time.
    Timeout {
        /// What was waited for.
        waiting_for: &'static str,
        /// How long, in seconds.
        after_s: u64,
        /// The server's log.
        log: PathBuf,
    },
    /// The server refused a statement or a connection.
    Sql {
        /// Five-character SQLSTATE, empty when the failure was not the server's.
        code: String,
        /// The server's message.
        message: String,
    },
    /// The operating system refused something.
    Io {
        /// What was attempted.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

impl Error {
    /// Gives a closure for `map_err` that says what was attempted on which path.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { action, path, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInstalled { searched } => write!(
                f,
                "PostgreSQL's programs (initdb, postgres) were not found; install them (Debian: `apt-get install postgresql`, \
                 macOS: `brew install postgresql@16`) or point STUDIO_PG_BIN at their folder. Looked in: {}",
                list(searched.iter().map(|path| path.display()))
            ),
            Self::VersionMismatch {
                data,
                wanted,
                installed,
            } => write!(
                f,
                "the data in {} was written by PostgreSQL {wanted}, but only version {} is installed; install \
                 PostgreSQL {wanted} to go on with this data, or move the folder away to start with an empty database",
                data.display(),
                list(installed.iter())
            ),
            Self::Unreachable {
                dir,
                blocked_by,
                account,
            } => write!(
                f,
                "PostgreSQL does not run as root, and the account `{account}` cannot pass through {} to reach {}; \
                 choose a data folder outside it or run as a normal user",
                blocked_by.display(),
                dir.display()
            ),
            Self::NoAccount => write!(
                f,
                "PostgreSQL does not run as root and this machine has neither a `postgres` nor a `nobody` account; \
                 run as a normal user"
            ),
            Self::NotACluster { data } => write!(
                f,
                "{} is not empty and holds no PostgreSQL cluster (no PG_VERSION file); it was left untouched: \
                 move it away or choose another data folder",
                data.display()
            ),
            Self::ForeignOwner { dir, owner } => write!(
                f,
                "{} belongs to user id {owner}; run as that user, give the folder away with chown, or remove it",
                dir.display()
            ),
            Self::Program { program, output } => write!(f, "{program} failed: {}", output.trim()),
            Self::Timeout {
                waiting_for,
                after_s,
                log,
            } => {
                write!(
                    f,
                    "waited {after_s} s for PostgreSQL to {waiting_for}; its log is {}",
                    log.display()
                )
            }
            Self::Sql { code, message } if code.is_empty() => write!(f, "PostgreSQL: {message}"),
            Self::Sql { code, message } => write!(f, "PostgreSQL: {message} (SQLSTATE {code})"),
            Self::Io { action, path, source } => write!(f, "cannot {action} {}: {source}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

fn list<T: fmt::Display>(items: impl Iterator<Item = T>) -> String {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    if items.is_empty() {
        "none".to_owned()
    } else {
        items.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_the_place_and_the_way_out() {
        let error = Error::VersionMismatch {
            data: "/d/data".into(),
            wanted: 14,
            installed: vec![16, 15],
        };
        let message = error.to_string();
        assert!(
            message.contains("/d/data") && message.contains("install PostgreSQL 14") && message.contains("16, 15"),
            "{message}"
        );
    }

    #[test]
    fn an_io_error_keeps_its_cause() {
        let error = Error::io("create", Path::new("/x"))(io::Error::other("disk full"));
        assert_eq!(error.to_string(), "cannot create /x: disk full");
        assert!(std::error::Error::source(&error).is_some());
    }
}
