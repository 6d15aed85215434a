//! PostgreSQL's own lock file, `postmaster.pid`: who runs on this data, and where it listens.
//!
//! Its lines are: process id, data folder, start time, port, socket folder, address, shared memory, status
//! (PostgreSQL 15, `src/include/utils/pidfile.h`). It stays behind when the server is killed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::process;

/// A server that runs on the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holder {
    /// Its process id.
    pub(crate) pid: u32,
    /// Where its socket is; `None` while it has only just started.
    pub(crate) socket_dir: Option<PathBuf>,
}

/// The server that runs on this data, `None` when none does.
///
/// A lock file whose process is gone, or whose number now belongs to some other program (common after a reboot),
/// is removed: PostgreSQL removes the first kind itself but gives up on the second.
///
/// # Errors
/// [`Error::Io`] when such a leftover cannot be removed.
pub(crate) fn holder(data: &Path) -> Result<Option<Holder>> {
    let file = data.join("postmaster.pid");
    let Ok(text) = fs::read_to_string(&file) else {
        return Ok(None);
    };
    match parse(&text) {
        Some(holder) if process::is_server_on(holder.pid, data) => Ok(Some(holder)),
        _ => fs::remove_file(&file)
            .map(|()| None)
            .map_err(Error::io("remove the leftover", &file)),
    }
}

fn parse(text: &str) -> Option<Holder> {
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    // Of the remaining lines (data folder, start time, port, socket folder) the fourth is wanted.
    let socket_dir = lines
        .nth(3)
        .map(str::trim)
        .filter(|dir| !dir.is_empty())
        .map(PathBuf::from);
    Some(Holder { pid, socket_dir })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_of_a_running_server_is_understood() {
        let text = "4711\n/d/data\n1763900000\n5432\n/d/run\n\n  1234 5\nready   \n";
        assert_eq!(
            parse(text),
            Some(Holder {
                pid: 4711,
                socket_dir: Some("/d/run".into())
            })
        );
    }

    #[test]
    fn the_short_lock_file_of_a_starting_server_is_understood() {
        assert_eq!(
            parse("4711\n/d/data\n"),
            Some(Holder {
                pid: 4711,
                socket_dir: None
            })
        );
    }

    #[test]
    fn a_lock_file_naming_some_other_program_is_removed() {
        let data = std::env::temp_dir().join(format!("studio-pg-lock-{}", std::process::id()));
        fs::create_dir_all(&data).unwrap();
        fs::write(
            data.join("postmaster.pid"),
            format!("{}\n{}\n", std::process::id(), data.display()),
        )
        .unwrap();
        assert_eq!(holder(&data).unwrap(), None);
        assert!(!data.join("postmaster.pid").exists());
        fs::remove_dir_all(&data).unwrap();
    }
}
