//! The four calls into libc that the standard library does not offer. All `unsafe` code of the crate is here.
#![expect(unsafe_code, reason = "libc calls; each is justified where it stands")]

use std::ffi::CString;
use std::io;

/// Effective user id of this process; 0 is root.
pub(crate) fn effective_uid() -> u32 {
    // SAFETY: geteuid takes nothing, cannot fail and touches no memory of ours.
    unsafe { libc::geteuid() }
}

/// The signals we send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// PostgreSQL's "fast" stop: clients are disconnected, the data is checkpointed.
    FastStop,
    /// PostgreSQL's "immediate" stop: no checkpoint, recovery at the next start.
    ImmediateStop,
    /// The process ends without a chance to react.
    Kill,
}

/// Sends a signal.
///
/// # Errors
/// The system's error: no such process, or one that is not ours.
pub(crate) fn send(pid: u32, signal: Signal) -> io::Result<()> {
    let number = match signal {
        Signal::FastStop => libc::SIGINT,
        Signal::ImmediateStop => libc::SIGQUIT,
        Signal::Kill => libc::SIGKILL,
    };
    kill(pid, number)
}

/// Whether a process of this id exists, ours or not. A child that ended but was not waited for still exists.
pub(crate) fn exists(pid: u32) -> bool {
    match kill(pid, 0) {
        Ok(()) => true,
        Err(error) => error.raw_os_error() == Some(libc::EPERM),
    }
}

fn kill(pid: u32, signal: i32) -> io::Result<()> {
    // 0 and negative ids address whole process groups, never what is meant here.
    let pid = libc::pid_t::try_from(pid)
        .ok()
        .filter(|pid| *pid > 0)
        .ok_or_else(|| io::Error::other("not a process id"))?;
    // SAFETY: kill takes two integers and touches no memory of ours.
    if unsafe { libc::kill(pid, signal) } == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// User and group id of a named account, `None` when there is no such account.
pub(crate) fn account_ids(name: &str) -> Option<(u32, u32)> {
    let name = CString::new(name).ok()?;
    // SAFETY: `passwd` is plain data, for which all-zero bytes are a valid value.
    let mut entry: libc::passwd = unsafe { std::mem::zeroed() };
    let mut strings = vec![0 as libc::c_char; 16 * 1024];
    let mut found = std::ptr::null_mut();
    // SAFETY: all pointers are valid for the call, the buffer's true length is given, and `entry`, which points
    // into `strings` afterwards, is read before `strings` is dropped.
    let status = unsafe {
        libc::getpwnam_r(
            name.as_ptr(),
            &raw mut entry,
            strings.as_mut_ptr(),
            strings.len(),
            &raw mut found,
        )
    };
    (status == 0 && !found.is_null()).then_some((entry.pw_uid, entry.pw_gid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_is_a_known_account() {
        assert_eq!(account_ids("root").map(|ids| ids.0), Some(0));
        assert_eq!(account_ids("no-such-account-here"), None);
    }

    #[test]
    fn this_process_exists_and_an_impossible_one_does_not() {
        assert!(exists(std::process::id()));
        assert!(!exists(0), "0 would address our own process group");
        assert!(!exists(u32::MAX));
    }
}
