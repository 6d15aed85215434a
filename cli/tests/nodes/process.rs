//! One process of the program, which can be asked to stop.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than running jobs get to reach a safe point.
const STOP_PATIENCE: Duration = Duration::from_secs(30);

/// How a process is started, any number of times.
#[derive(Clone)]
pub(crate) struct Recipe {
    pub(crate) role: &'static str,
    pub(crate) settings: BTreeMap<&'static str, String>,
    pub(crate) log: PathBuf,
}

/// A running process. Dropping it kills it.
pub(crate) struct Process {
    pub(crate) recipe: Recipe,
    child: Child,
}

impl Process {
    pub(crate) fn start(recipe: Recipe) -> Self {
        let log = File::options().create(true).append(true).open(&recipe.log).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_studio"))
            .arg(recipe.role)
            .env_clear()
            .envs(&recipe.settings)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        Self { recipe, child }
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// SIGTERM; it must end well in time.
    pub(crate) async fn stop(mut self) -> Recipe {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(&pid).status().unwrap().success());
        let asked = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(asked.elapsed() < STOP_PATIENCE, "it does not stop: {}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        assert_eq!(status.code(), Some(0), "{}", self.log());
        self.recipe.clone()
    }

    /// What it has logged so far, and what those before it in its place have.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.recipe.log).unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
