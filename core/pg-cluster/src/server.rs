//! Starts the server and waits until it answers.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use crate::account::Account;
use crate::cluster::ADMIN_ROLE;
use crate::create::server_command;
use crate::error::{Error, Result};
use crate::installation::Installation;
use crate::layout::{Layout, PORT};
use crate::tuning::{COMMON_SETTINGS, Tuning};
use crate::wire::{CANNOT_CONNECT_NOW, Session};

const POLL: Duration = Duration::from_millis(20);
/// How long one look at "does it answer?" may take.
const PROBE_TIMEOUT: Duration = Duration::from_secs(5);
/// Most of the log that an error message repeats.
const MAX_LOG_TAIL_BYTES: u64 = 4096;
/// What the log says while processes of a killed predecessor are still ending. PostgreSQL's `miscinit.c` and
/// `sysv_shmem.c`.
const PREDECESSOR_SIGNS: [&str; 2] = ["pre-existing shared memory block", "is still in use"];

/// Starts a server and waits until it answers. Tries again while a killed predecessor is still ending.
pub(crate) fn start(
    installation: &Installation,
    layout: &Layout,
    account: &Account,
    tuning: Tuning,
    timeout: Duration,
) -> Result<Child> {
    let deadline = Instant::now() + timeout;
    loop {
        let (mut child, log_start) = spawn(installation, layout, account, tuning)?;
        match wait_ready(&mut child, layout, deadline, timeout) {
            Ok(true) => return Ok(child),
            Ok(false) => {
                let output = log_since(&layout.log, log_start);
                if Instant::now() >= deadline || !PREDECESSOR_SIGNS.iter().any(|sign| output.contains(sign)) {
                    return Err(Error::Program {
                        program: "postgres",
                        output,
                    });
                }
                thread::sleep(POLL);
            }
            Err(error) => {
                // Nobody would know of it any more, so it must not stay.
                let _ = child.kill();
                let _ = child.wait();
                return Err(error);
            }
        }
    }
}

/// Whether a server answers on this socket.
///
/// # Errors
/// Any refusal other than "not yet".
pub(crate) fn answers(socket_dir: &Path) -> Result<bool> {
    match Session::open(socket_dir, ADMIN_ROLE, "postgres", PROBE_TIMEOUT) {
        Ok(_) => Ok(true),
        // No code: nobody listens yet, or the connection was dropped while starting.
        Err(Error::Sql { code, .. }) if code.is_empty() || code == CANNOT_CONNECT_NOW => Ok(false),
        Err(error) => Err(error),
    }
}

/// Starts the process in a group of its own, so that Ctrl-C in a terminal does not stop the server before those
/// who use it. Gives it with the length the log had before.
fn spawn(installation: &Installation, layout: &Layout, account: &Account, tuning: Tuning) -> Result<(Child, u64)> {
    let program = installation.program("postgres");
    let log = open_log(layout, account)?;
    let log_start = log.metadata().map_err(Error::io("look at", &layout.log))?.len();
    let errors = log.try_clone().map_err(Error::io("share", &layout.log))?;
    let mut command = server_command(&program, layout, account);
    command
        .arg("-D")
        .arg(&layout.data)
        .arg("-k")
        .arg(&layout.socket_dir)
        .args(["-p", &PORT.to_string()]);
    for setting in COMMON_SETTINGS.iter().chain(tuning.settings()) {
        command.args(["-c", setting]);
    }
    let child = command
        .stdout(log)
        .stderr(errors)
        .process_group(0)
        .spawn()
        .map_err(Error::io("run", &program))?;
    Ok((child, log_start))
}

fn open_log(layout: &Layout, account: &Account) -> Result<File> {
    let log = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(&layout.log)
        .map_err(Error::io("open", &layout.log))?;
    account.give(&layout.log)?;
    Ok(log)
}

/// `Ok(true)` when it answers, `Ok(false)` when the process ended.
fn wait_ready(child: &mut Child, layout: &Layout, deadline: Instant, timeout: Duration) -> Result<bool> {
    loop {
        if child.try_wait().map_err(Error::io("wait for", &layout.data))?.is_some() {
            return Ok(false);
        }
        if answers(&layout.socket_dir)? {
            return Ok(true);
        }
        if Instant::now() >= deadline {
            return Err(Error::Timeout {
                waiting_for: "answer",
                after_s: timeout.as_secs(),
                log: layout.log.clone(),
            });
        }
        thread::sleep(POLL);
    }
}

fn log_since(log: &Path, start: u64) -> String {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(start.max(length.saturating_sub(MAX_LOG_TAIL_BYTES))))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_or_else(
        |error| format!("(its log could not be read: {error})"),
        |bytes| String::from_utf8_lossy(&bytes).into_owned(),
    )
}
