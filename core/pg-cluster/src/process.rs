//! Looks at and ends processes that may or may not be our children.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use crate::sys;

const POLL: Duration = Duration::from_millis(10);

/// Whether this process is a PostgreSQL server working on this data.
pub(crate) fn is_server_on(pid: u32, data: &Path) -> bool {
    if !sys::exists(pid)
        || !command_line(pid).is_some_and(|line| line.contains("postgres") || line.contains("postmaster"))
    {
        return false;
    }
    // A server's current folder is its data. Where the system does not tell, the command line has to do.
    match (fs::read_link(format!("/proc/{pid}/cwd")), fs::canonicalize(data)) {
        (Ok(cwd), Ok(data)) => cwd == data,
        _ => true,
    }
}

fn command_line(pid: u32) -> Option<String> {
    if let Ok(bytes) = fs::read(format!("/proc/{pid}/cmdline")) {
        return Some(String::from_utf8_lossy(&bytes).replace('\0', " "));
    }
    let output = Command::new("ps")
        .args(["-o", "command=", "-p", &pid.to_string()])
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether it ended and only waits for its parent to take notice, which in a container may never happen.
fn is_zombie(pid: u32) -> bool {
    fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line.is_empty())
}

/// Waits until the process is gone; says whether that happened in time. A child of ours is waited for properly,
/// so that it does not stay behind as a zombie.
pub(crate) fn wait_gone(pid: u32, mut child: Option<&mut Child>, at_most: Duration) -> bool {
    let deadline = Instant::now() + at_most;
    loop {
        let gone = match child.as_deref_mut() {
            Some(child) => matches!(child.try_wait(), Ok(Some(_))),
            None => !sys::exists(pid) || is_zombie(pid),
        };
        if gone || Instant::now() >= deadline {
            return gone;
        }
        thread::sleep(POLL);
    }
}
