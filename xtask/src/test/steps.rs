//! The checks, in the order in which they run: the quick ones first.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Run;
use super::needs::Need;
use crate::{host, process, report, sqlx, tidy};

/// One check.
pub(super) struct Step {
    /// How the user names it.
    pub(super) name: &'static str,
    /// What it checks.
    pub(super) what: &'static str,
    /// What must be there before.
    pub(super) needs: &'static [Need],
    /// Runs it.
    pub(super) run: fn(&Run) -> Result<()>,
}

/// All checks. Clippy comes before the tests: it is the quicker one to say that something does not compile.
pub(super) const STEPS: [Step; 9] = [
    Step {
        name: "fmt",
        what: "formatting of all Rust workspaces",
        needs: &[],
        run: fmt,
    },
    Step {
        name: "tidy",
        what: "rules of the project that no compiler knows",
        needs: &[],
        run: |run| tidy::run(run.project),
    },
    Step {
        name: "web",
        what: "Biome, type check and unit tests of the front end",
        needs: &[Need::Assets],
        run: web,
    },
    Step {
        name: "clippy",
        what: "lints of all Rust workspaces",
        needs: &[Need::Assets],
        run: clippy,
    },
    Step {
        name: "sqlx",
        what: ".sqlx matches migrations and queries",
        needs: &[Need::Database],
        run: sqlx_data,
    },
    Step {
        name: "rust",
        what: "unit and integration tests",
        needs: &[
            Need::Database,
            Need::Python,
            Need::Assets,
            Need::Plugins,
            Need::JavaScriptPlugin,
            Need::Programs,
        ],
        run: rust,
    },
    Step {
        name: "doc",
        what: "examples in the documentation",
        needs: &[Need::Assets, Need::Programs],
        run: doc,
    },
    Step {
        name: "plugins",
        what: "native tests of the plugins and of xtask",
        needs: &[],
        run: plugins,
    },
    Step {
        name: "browser",
        what: "journeys through the running studio",
        needs: &[
            Need::Database,
            Need::Assets,
            Need::Plugins,
            Need::Programs,
            Need::Browser,
        ],
        run: browser,
    },
];

/// The workspaces beside the studio's own.
const OTHER_WORKSPACES: [&str; 2] = ["plugins", "xtask"];

fn fmt(run: &Run) -> Result<()> {
    each_workspace(run, |mut cargo| process::run(cargo.args(["fmt", "--all", "--check"])))
        .context("run `cargo fmt --all` there")
}

fn clippy(run: &Run) -> Result<()> {
    each_workspace(run, |mut cargo| {
        process::run(cargo.args([
            "clippy",
            "--quiet",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    })
}

fn sqlx_data(run: &Run) -> Result<()> {
    sqlx::check(run.project, run.equipment.cluster().context("no cluster")?)
}

fn rust(run: &Run) -> Result<()> {
    let mut cargo = host::cargo(run.project);
    if process::works("cargo", &["nextest", "--version"]) {
        cargo.args(["nextest", "run", "--locked", "--no-fail-fast"]);
    } else {
        report::note("cargo-nextest is not installed; `cargo test` takes longer");
        cargo.args(["test", "--locked", "--no-fail-fast", "--bins", "--lib", "--tests"]);
    }
    cargo.arg("--workspace").args(run.selection.filter());
    tests(run, &mut cargo)
}

fn doc(run: &Run) -> Result<()> {
    tests(
        run,
        host::cargo(run.project).args(["test", "--quiet", "--locked", "--workspace", "--doc"]),
    )
}

fn plugins(run: &Run) -> Result<()> {
    for folder in OTHER_WORKSPACES {
        tests(
            run,
            cargo_in(run, folder).args(["test", "--quiet", "--locked", "--workspace"]),
        )?;
    }
    Ok(())
}

fn web(run: &Run) -> Result<()> {
    process::run(npm(run).args(["run", "--silent", "check"]))?;
    tests(run, npm(run).args(["run", "--silent", "test"]))
}

fn browser(run: &Run) -> Result<()> {
    // Where the Rust tests, which run before, have compiled the plugins.
    let compiled = run.project.target.join("tmp/plugin-cache");
    tests(
        run,
        npm(run)
            .args(["run", "--silent", "e2e"])
            .env("PLUGIN_CACHE_DIR", compiled),
    )
}

/// Runs a test runner with the run's equipment and keeps the lines that say how many tests ran.
fn tests(run: &Run, command: &mut Command) -> Result<()> {
    command.envs(run.equipment.environment());
    // Tests use the simulator; a real key in the environment must never be spent by one.
    command.env_remove("FAL_KEY");
    process::run_teed(command, |line| run.summaries.borrow_mut().notice(line))
}

fn each_workspace(run: &Run, check: impl Fn(Command) -> Result<()>) -> Result<()> {
    check(host::cargo(run.project))?;
    OTHER_WORKSPACES
        .iter()
        .try_for_each(|folder| check(cargo_in(run, folder)).with_context(|| (*folder).to_owned()))
}

/// Cargo for one of the other workspaces, natively. The plugins' products lie beside those for WebAssembly.
fn cargo_in(run: &Run, folder: &str) -> Command {
    let mut command = process::command("cargo", &run.project.root.join(folder));
    command.env(
        "CARGO_TARGET_DIR",
        run.project.target.with_file_name(format!("{folder}-target")),
    );
    command
}

fn npm(run: &Run) -> Command {
    let web: &Path = &run.project.web();
    process::command("npm", web)
}
