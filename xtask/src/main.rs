//! The project's task runner: `cargo xtask <task>`.
//!
//! It knows how to get the tools a task needs, in which order things are built, and what runs beside what. It
//! contains nothing of the studio itself. Every task starts from a clean clone and can be run again at any time.

mod assets;
mod clusters;
mod db;
mod dev;
mod dotenv;
mod fuzz;
mod host;
mod javascript_plugin;
mod plugins;
mod process;
mod project;
mod report;
mod schema;
mod services;
mod sqlx;
mod stamp;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::project::Project;

const HELP: &str = "\
Usage: cargo xtask <task>

  dev [--release]      get what is missing, build, and run the studio with its database and simulator
  test [filter]        get what is missing and run every check; with a filter only the Rust tests that match
       --only a,b      only these steps; `cargo xtask test --list` names them
  ci                   what the CI runs: the same as `test`
  tidy                 check the rules that no compiler knows
  build-plugins        build the plugins to WebAssembly components
  sqlx-prepare         write .sqlx anew from the migrations and the queries
  fuzz-api             ask a studio of its own for arbitrary things and check the answers against its OpenAPI document
       --seconds n     for so long, 120 by default; --seed n for other things
  db start|stop|url    the development database alone
";

fn main() -> ExitCode {
    process::watch_signals();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if process::interrupted() => {
            eprintln!("stopped");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    let project = Project::find()?;
    match arguments {
        ["dev"] => dev::run(&project, host::Profile::Dev),
        ["dev", "--release"] => dev::run(&project, host::Profile::Release),
        ["test" | "ci", rest @ ..] => test::run(&project, &test::Selection::parse(rest)?),
        ["tidy"] => tidy::run(&project),
        ["build-plugins"] => plugins::build(&project, plugins::Which::All).map(|_| ()),
        ["sqlx-prepare"] => sqlx::prepare(&project),
        ["fuzz-api", rest @ ..] => fuzz::run(&project, fuzz::Options::parse(rest)?),
        ["db", command] => db::run(&project, command),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => bail!("unknown task `{}`\n\n{HELP}", arguments.join(" ")),
    }
}
