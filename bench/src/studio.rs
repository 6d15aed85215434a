//! The program under test, as a process of its own.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tokio::process::{Child, Command};
use tokio::time::sleep;

use crate::client::Client;

/// The first start compiles the plugins.
const START_PATIENCE: Duration = Duration::from_secs(180);

/// A running role of the program. Dropping it kills it.
pub(crate) struct Process(Child);

impl Process {
    /// Starts `program role` with these settings and nothing else of our environment.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn start(
        program: &Path,
        role: &str,
        settings: &BTreeMap<&'static str, String>,
        log: &Path,
    ) -> Result<Self> {
        let out = File::create(log)?;
        let kept = ["PATH", "HOME"].map(|name| (name, std::env::var(name).unwrap_or_default()));
        let child = Command::new(program)
            .arg(role)
            .env_clear()
            .envs(kept)
            .envs(settings)
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .kill_on_drop(true)
            .spawn();
        Ok(Self(
            child.with_context(|| format!("cannot run {}", program.display()))?,
        ))
    }

    /// `/proc/<pid>/status` of the process.
    ///
    /// # Errors
    /// When it has ended, or on a system without `/proc`.
    pub(crate) fn proc_status(&self) -> Result<String> {
        let path = self.proc_file("status")?;
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// Has the system count the peak of its memory from now on.
    ///
    /// # Errors
    /// When it has ended, or on a system without `/proc`.
    pub(crate) fn forget_peak(&self) -> Result<()> {
        let path = self.proc_file("clear_refs")?;
        // 5: see proc_pid_clear_refs(5).
        fs::write(&path, "5").with_context(|| format!("cannot write {}", path.display()))
    }

    fn proc_file(&self, name: &str) -> Result<PathBuf> {
        let pid = self.0.id().context("studio has ended")?;
        Ok(PathBuf::from(format!("/proc/{pid}/{name}")))
    }
}

/// A running role that answers requests.
pub(crate) struct Studio {
    process: Process,
    /// Speaks to it, signed in as nobody.
    pub(crate) client: Client,
    /// From the start of the process until it said that it was ready.
    pub(crate) ready_after: Duration,
}

impl Studio {
    /// Starts a role that has pages, `serve` or `web`, and waits until it is ready.
    ///
    /// # Errors
    /// With the end of `log` when the process ends or does not get ready.
    pub(crate) async fn start(
        program: &Path,
        role: &str,
        settings: &BTreeMap<&'static str, String>,
        log: &Path,
    ) -> Result<Self> {
        let begun = Instant::now();
        let process = Process::start(program, role, settings, log)?;
        let client = Client::new(&format!("http://127.0.0.1:{}", settings["PORT"]))?;
        let mut studio = Self {
            process,
            client,
            ready_after: Duration::ZERO,
        };
        studio.wait_ready(begun, log).await?;
        studio.ready_after = begun.elapsed();
        Ok(studio)
    }

    async fn wait_ready(&mut self, begun: Instant, log: &Path) -> Result<()> {
        while !self.client.is_ready().await {
            if let Some(status) = self.process.0.try_wait()? {
                bail!("studio ended with {status}:\n{}", tail(log));
            }
            if begun.elapsed() > START_PATIENCE {
                bail!(
                    "studio was not ready within {} s:\n{}",
                    START_PATIENCE.as_secs(),
                    tail(log)
                );
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// The process, to look at.
    pub(crate) fn process(&self) -> &Process {
        &self.process
    }

    /// Kills it and waits until it is gone.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub(crate) async fn end(mut self) -> Result<()> {
        Ok(self.process.0.kill().await?)
    }
}

fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}
