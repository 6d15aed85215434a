//! Runs other programs, and makes sure that none outlives a Ctrl-C.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// How often a running child is looked at.
pub(crate) const POLL: Duration = Duration::from_millis(20);
/// How long a child may take to end after it was asked to.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

static INTERRUPTED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on Ctrl-C, `kill` and a closed terminal set a flag instead of ending this program at once. The second
/// one ends it.
pub(crate) fn watch_signals() {
    let flag = Arc::clone(INTERRUPTED.get_or_init(Arc::default));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        // In this order: the first signal finds the flag unset, the second one set.
        let ended = signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&flag));
        let noticed = signal_hook::flag::register(signal, Arc::clone(&flag));
        ended.and(noticed).expect("these signals can be caught on every unix");
    }
}

/// Whether the user asked to stop.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.get().is_some_and(|flag| flag.load(Ordering::Relaxed))
}

/// A command that starts in the folder and does not inherit what cargo told *us* about ourselves: a cargo started
/// from here would take it for its own.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text == "CARGO"
            || ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
                .iter()
                .any(|prefix| text.starts_with(prefix))
        {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs to the end; the program's output goes to the user.
///
/// # Errors
/// When it cannot be started, fails, or the user asked to stop.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = described(command);
    let child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {name}"))?;
    let status = wait(child, &name)?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}

/// Like [`run`], and shows every line of the output to `look` as well.
pub(crate) fn run_teed(command: &mut Command, mut look: impl FnMut(&str)) -> Result<()> {
    let name = described(command);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot run {name}"))?;
    let (sender, lines) = mpsc::channel();
    let out = child
        .stdout
        .take()
        .map(|stream| copy(stream, std::io::stdout(), sender.clone()));
    let err = child
        .stderr
        .take()
        .map(|stream| copy(stream, std::io::stderr(), sender));
    let status = wait(child, &name);
    // A grandchild that keeps the pipe open would make us wait for ever after an interrupt.
    if status.is_ok() {
        out.into_iter().chain(err).for_each(|copier| drop(copier.join()));
    }
    lines.try_iter().for_each(|line: String| look(&line));
    match status? {
        status if status.success() => Ok(()),
        status => bail!("{name} failed ({status})"),
    }
}

/// Copies a stream line by line in a thread of its own.
fn copy(
    from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    lines: Sender<String>,
) -> JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(std::io::Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            // A closed terminal is no reason to stop the tests.
            let _ = writeln!(to, "{line}");
            let _ = lines.send(line);
        }
    })
}

/// Runs to the end and gives what it printed. Its complaints are part of the error, else nobody sees them.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = described(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {name}"))?;
    if !output.status.success() {
        bail!(
            "{name} failed ({}): {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program is there and succeeds with these arguments. Its output is dropped.
pub(crate) fn works(program: &str, arguments: &[&str]) -> bool {
    works_within(program, arguments, Duration::MAX)
}

/// Like [`works`], but a program that takes longer is ended and counts as failed.
pub(crate) fn works_within(program: &str, arguments: &[&str], at_most: Duration) -> bool {
    let command = &mut Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if start.elapsed() < at_most && !interrupted() => thread::sleep(POLL),
            _ => {
                let _ = stop(&mut child, STOP_TIMEOUT);
                return false;
            }
        }
    }
}

fn wait(mut child: Child, name: &str) -> Result<ExitStatus> {
    loop {
        if let Some(status) = child.try_wait()? {
            if interrupted() {
                bail!("{name} was interrupted");
            }
            return Ok(status);
        }
        if interrupted() {
            stop(&mut child, STOP_TIMEOUT)?;
            bail!("{name} was interrupted");
        }
        thread::sleep(POLL);
    }
}

/// Asks a child to end and waits; kills it when it takes too long. Says whether it ended by itself.
pub(crate) fn stop(child: &mut Child, at_most: Duration) -> Result<bool> {
    if child.try_wait()?.is_some() {
        return Ok(true);
    }
    terminate(child.id());
    let deadline = Instant::now() + at_most;
    while Instant::now() < deadline {
        if child.try_wait()?.is_some() {
            return Ok(true);
        }
        thread::sleep(POLL);
    }
    child.kill()?;
    child.wait()?;
    Ok(false)
}

/// Sends SIGTERM. The shell's built-in is on every unix, the program `kill` is not.
pub(crate) fn terminate(pid: u32) {
    let _ = Command::new("sh")
        .args(["-c", &format!("kill -TERM {pid}")])
        .stderr(Stdio::null())
        .status();
}

fn described(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy();
    let first = command.get_args().take(2).map(|argument| argument.to_string_lossy());
    let words: Vec<_> = std::iter::once(program).chain(first).collect();
    format!("`{}`", words.join(" "))
}
