//! Programs that run beside one another until the user has had enough.
//!
//! Each runs in a process group of its own: Ctrl-C reaches this program only, which then stops them in order, the
//! last one started first. None is restarted: a studio that dies is something to look at.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::report::note;

const POLL: Duration = Duration::from_millis(100);
/// The studio hands its running jobs over before it ends.
const STOP_TIMEOUT: Duration = Duration::from_secs(45);
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);

struct Service {
    name: &'static str,
    child: Child,
}

/// The running programs. All are stopped when this value goes away.
pub(crate) struct Services {
    running: Vec<Service>,
    /// Remembers what runs, for the case that this program is killed.
    record: PathBuf,
}

impl Services {
    /// Starts with none, after stopping those that a killed predecessor left behind.
    pub(crate) fn new(record: PathBuf) -> Self {
        stop_leftovers(&record);
        Self {
            running: Vec::new(),
            record,
        }
    }

    /// Starts a program; its output goes to the log, or to the user when there is none.
    pub(crate) fn start(&mut self, name: &'static str, command: &mut Command, log: Option<&Path>) -> Result<()> {
        if let Some(log) = log {
            let file = File::options()
                .create(true)
                .append(true)
                .open(log)
                .with_context(|| format!("cannot open {}", log.display()))?;
            command.stdout(file.try_clone()?).stderr(file);
        }
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start the {name}"))?;
        let line = format!("{} {}\n", child.id(), Path::new(command.get_program()).display());
        self.running.push(Service { name, child });
        let mut record = File::options().create(true).append(true).open(&self.record)?;
        Ok(record.write_all(line.as_bytes())?)
    }

    /// Waits until a path answers 200 on 127.0.0.1.
    ///
    /// # Errors
    /// When a program ends meanwhile, the user interrupts, or the time is over.
    pub(crate) fn wait_ready(&mut self, port: u16, path: &str, at_most: Duration) -> Result<()> {
        let deadline = Instant::now() + at_most;
        while !answers(port, path) {
            self.check()?;
            if Instant::now() >= deadline {
                bail!(
                    "http://127.0.0.1:{port}{path} does not answer 200 after {} s",
                    at_most.as_secs()
                );
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Watches until the user interrupts, which is the good end.
    ///
    /// # Errors
    /// When a program ends by itself, or what it stands on, as told by `foundation`, is gone.
    pub(crate) fn supervise(&mut self, mut foundation: impl FnMut() -> Result<()>) -> Result<()> {
        loop {
            if process::interrupted() {
                return Ok(());
            }
            foundation()?;
            self.check()?;
            thread::sleep(POLL);
        }
    }

    /// Stops all, the last one started first.
    pub(crate) fn stop(&mut self) {
        while let Some(mut service) = self.running.pop() {
            let start = Instant::now();
            if matches!(service.child.try_wait(), Ok(Some(_))) {
                continue;
            }
            match process::stop(&mut service.child, STOP_TIMEOUT) {
                Ok(true) => note(&format!(
                    "{} stopped in {}",
                    service.name,
                    crate::report::seconds(start.elapsed())
                )),
                Ok(false) => note(&format!(
                    "{} did not stop in {} s and was killed",
                    service.name,
                    STOP_TIMEOUT.as_secs()
                )),
                Err(error) => note(&format!("{} could not be stopped: {error:#}", service.name)),
            }
        }
        let _ = fs::remove_file(&self.record);
    }

    fn check(&mut self) -> Result<()> {
        for service in &mut self.running {
            if let Some(status) = service.child.try_wait()? {
                bail!("the {} ended by itself ({status})", service.name);
            }
        }
        if process::interrupted() {
            bail!("interrupted");
        }
        Ok(())
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Says clearly when something else listens on the port.
pub(crate) fn check_port_free(port: u16, variable: &str) -> Result<()> {
    // Connecting tells more than binding: a port in TIME_WAIT is free for the studio, which sets SO_REUSEADDR.
    if TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], port)), PROBE_TIMEOUT).is_ok() {
        bail!(
            "port {port} is in use by another program; stop it, or choose another port with {variable}={}",
            port.saturating_add(1)
        );
    }
    Ok(())
}

fn answers(port: u16, path: &str) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], port)), PROBE_TIMEOUT)?;
        stream.set_read_timeout(Some(PROBE_TIMEOUT))?;
        stream.write_all(
            format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").as_bytes(),
        )?;
        let mut status = [0; 12];
        stream.read_exact(&mut status)?;
        Ok(&status[8..] == b" 200")
    };
    ask().unwrap_or(false)
}

/// Stops the recorded programs that still run. A number that now belongs to another program is left alone.
fn stop_leftovers(record: &Path) {
    for line in fs::read_to_string(record).unwrap_or_default().lines().rev() {
        let Some((pid, program)) = line.split_once(' ') else {
            continue;
        };
        let Ok(pid) = pid.parse::<u32>() else { continue };
        if !runs(pid, program) {
            continue;
        }
        note(&format!("stopping process {pid}, left behind by a killed run"));
        process::terminate(pid);
        let deadline = Instant::now() + STOP_TIMEOUT;
        while runs(pid, program) && Instant::now() < deadline {
            thread::sleep(POLL);
        }
    }
    let _ = fs::remove_file(record);
}

/// Whether this process was started from this program file.
fn runs(pid: u32, program: &str) -> bool {
    let Ok(line) = process::output(Command::new("ps").args(["-o", "args=", "-p", &pid.to_string()])) else {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        return line.starts_with(program.as_bytes());
    };
    line.trim_start().starts_with(program)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn record(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("xtask-services-{}-{name}", std::process::id()))
    }

    #[test]
    fn a_program_that_dies_is_reported_by_name() {
        let mut services = Services::new(record("dies"));
        services
            .start("sleeper", Command::new("sleep").arg("60"), None)
            .unwrap();
        let child = services.running[0].child.id();
        process::output(Command::new("sh").args(["-c", &format!("kill -9 {child}")])).unwrap();
        let error = services.supervise(|| Ok(())).unwrap_err().to_string();
        assert!(error.starts_with("the sleeper ended by itself (signal: 9"), "{error}");
    }

    #[test]
    fn stopping_leaves_neither_process_nor_record() {
        let path = record("stops");
        let mut services = Services::new(path.clone());
        services
            .start("sleeper", Command::new("sleep").arg("60"), None)
            .unwrap();
        let pid = services.running[0].child.id();
        assert!(runs(pid, "sleep") && path.exists());
        services.stop();
        assert!(!runs(pid, "sleep") && !path.exists());
    }

    #[test]
    fn what_a_killed_run_left_behind_is_stopped_first() {
        let path = record("left");
        let mut orphan = Command::new("sleep").arg("61").spawn().unwrap();
        fs::write(
            &path,
            format!("{} sleep\n{} some-other-program\n", orphan.id(), std::process::id()),
        )
        .unwrap();
        let waiter = thread::spawn(move || orphan.wait().unwrap());
        drop(Services::new(path));
        assert!(!waiter.join().unwrap().success());
    }

    #[test]
    fn a_taken_port_is_refused_with_the_way_out() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let error = check_port_free(port, "PORT").unwrap_err().to_string();
        assert!(
            error.contains(&format!("port {port} is in use")) && error.contains("PORT="),
            "{error}"
        );
        // Not the port just freed: any other program may be given it at once.
        check_port_free(1, "PORT").unwrap();
    }
}
