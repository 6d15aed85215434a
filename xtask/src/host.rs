//! Builds the studio's own workspace.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::project::Project;

/// How the studio is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build.
    Dev,
    /// Quick to run.
    Release,
}

/// Builds the `studio` program and gives its path.
pub(crate) fn build(project: &Project, profile: Profile) -> Result<PathBuf> {
    let mut cargo = cargo(project);
    cargo.args(["build", "--locked", "-p", "studio"]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    process::run(&mut cargo)?;
    Ok(studio(project, profile))
}

/// Where cargo puts the `studio` program.
pub(crate) fn studio(project: &Project, profile: Profile) -> PathBuf {
    project
        .target
        .join(if profile == Profile::Dev { "debug" } else { "release" })
        .join("studio")
}

/// Cargo for the studio's workspace, with its products in the cache.
pub(crate) fn cargo(project: &Project) -> Command {
    let mut command = process::command("cargo", &project.root);
    // Queries are compiled by their descriptions in .sqlx: DATABASE_URL is for running, and may lack the tables.
    command
        .env("CARGO_TARGET_DIR", &project.target)
        .env("SQLX_OFFLINE", "true");
    if std::env::var_os("CI").is_some() {
        // A clean build gains nothing from the files that make the next build of the same clone faster.
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}
