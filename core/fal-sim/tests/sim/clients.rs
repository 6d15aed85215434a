//! Installs official clients outside the repository and runs their scripts.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use studio_fal_sim::RunningSim;
use tokio::process::Command;

use crate::support::Sim;

/// A fast simulator and one that takes a second or so, for what can only be seen on the way.
pub(crate) async fn pair() -> (RunningSim, RunningSim) {
    let fast = Sim::start().await.running;
    let slow = Sim::start_with(|config| {
        config.live.time_scale = 0.3;
        config.live.queue_ms = 2000;
    });
    (fast, slow.await.running)
}

/// The folder of a client's test in this repository.
pub(crate) fn sources(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/clients")
        .join(language)
}

/// Where a client is installed: `$STUDIO_TEST_CACHE` or `~/.cache/ai-image-studio/clients`.
pub(crate) fn cache(language: &str) -> PathBuf {
    let home = || PathBuf::from(std::env::var_os("HOME").expect("HOME is set")).join(".cache/ai-image-studio/clients");
    let folder = std::env::var_os("STUDIO_TEST_CACHE")
        .map_or_else(home, PathBuf::from)
        .join(language);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Whether the client in the cache is the one `wanted` describes; otherwise it has to be installed.
pub(crate) fn installed(cache: &Path, wanted: &str) -> bool {
    std::fs::read_to_string(cache.join("installed")).is_ok_and(|found| found == wanted)
}

/// Remembers what was installed.
pub(crate) fn mark_installed(cache: &Path, wanted: &str) {
    std::fs::write(cache.join("installed"), wanted).unwrap();
}

/// Runs a program to its end and fails with its output when it does.
pub(crate) async fn run(program: impl AsRef<std::ffi::OsStr>, folder: &Path, arguments: &[&str]) {
    let program = program.as_ref();
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("FAL_KEY")
        .kill_on_drop(true)
        .output()
        .await
        .unwrap_or_else(|error| panic!("this test needs {}: {error}", program.display()));
    assert!(
        output.status.success(),
        "{} {arguments:?} failed:\n{}\n{}",
        program.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
