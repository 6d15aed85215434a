//! `cargo xtask fuzz-api`: arbitrary requests against a running studio, made from its own OpenAPI document.
//!
//! Schemathesis (Python, from PyPI) makes them and checks every answer: no 5xx, no status, type or body that the document does
//! not have, no way in without an account. The studio runs on a database of its own with the simulator as provider, and all of
//! it goes away afterwards. A run is bounded in time and seeded, so that a failure can be had again.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::clusters::TestCluster;
use crate::host::{self, Profile};
use crate::project::Project;
use crate::report::{note, step};
use crate::services::Services;
use crate::tools::{postgres, python};
use crate::{assets, plugins, process};

const READY_TIMEOUT: Duration = Duration::from_secs(120);

/// What is looked at. Left out is what asks the schema to say more than a schema can: that everything that fits it is taken.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,\
    response_headers_conformance,unsupported_method,ignored_auth,use_after_free";

/// How long and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// Seconds of requests, after building.
    seconds: u32,
    /// The same seed makes the same requests, as far as the answers are the same.
    seed: u32,
}

impl Options {
    /// `--seconds 120 --seed 1`.
    pub(crate) fn parse(arguments: &[&str]) -> Result<Self> {
        let mut options = Self { seconds: 120, seed: 1 };
        for pair in arguments.chunks(2) {
            let [name, value] = pair else {
                bail!("{} needs a number", pair[0])
            };
            let number = value
                .parse()
                .with_context(|| format!("{name} needs a number, not `{value}`"))?;
            match *name {
                "--seconds" => options.seconds = number,
                "--seed" => options.seed = number,
                _ => bail!("unknown option `{name}`; there are --seconds and --seed"),
            }
        }
        Ok(options)
    }
}

/// Builds what is missing, starts a studio, and asks it until the time is over.
pub(crate) fn run(project: &Project, options: Options) -> Result<()> {
    let fuzzer = step("fuzzer", || install(project))?;
    let installation = step("database programs", || postgres::ensure(project))?;
    step("plugins", || plugins::build(project, plugins::Which::Offered))?;
    step("front end", || assets::build(project))?;
    let studio = step("studio", || host::build(project, Profile::Dev))?;

    let folder = project.cache.join("fuzz");
    let _ = fs::remove_dir_all(folder.join("objects"));
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let cluster = TestCluster::start(installation)?;
    let mut services = Services::new(folder.join("services"));
    let url = step("serving", || start(project, &studio, &folder, &cluster, &mut services))?;
    step("fuzzing", || fuzz(project, &fuzzer, &folder, &url, options))
        .with_context(|| format!("the studio's log is {}", folder.join("studio.log").display()))
}

/// Schemathesis in a virtual environment of its own, as the requirements say.
fn install(project: &Project) -> Result<PathBuf> {
    python::ensure()?;
    let wanted = project.root.join("xtask/fuzz/requirements.txt");
    let folder = project.cache.join("fuzz-venv");
    let (installed, program) = (folder.join("requirements.txt"), folder.join("bin/schemathesis"));
    let text = fs::read_to_string(&wanted).with_context(|| format!("cannot read {}", wanted.display()))?;
    if program.exists() && fs::read_to_string(&installed).is_ok_and(|old| old == text) {
        note("Schemathesis is current");
        return Ok(program);
    }
    fs::create_dir_all(&project.cache)?;
    let mut venv = process::command("python3", &project.cache);
    process::run(venv.args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = process::command(folder.join("bin/pip"), &project.cache);
    process::run(
        pip.args(["install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&wanted),
    )?;
    fs::write(installed, text)?;
    Ok(program)
}

/// Starts simulator and studio and gives the studio's address.
fn start(
    project: &Project,
    studio: &Path,
    folder: &Path,
    cluster: &TestCluster,
    services: &mut Services,
) -> Result<String> {
    let (port, sim) = (free_port()?, free_port()?);
    let mut simulator = process::command(studio, &project.root);
    simulator.args(["sim", "--port", &sim.to_string()]);
    let log = |name: &str| -> Result<PathBuf> {
        let path = folder.join(name);
        fs::write(&path, "")?;
        Ok(path)
    };
    services.start("simulator", &mut simulator, Some(&log("simulator.log")?))?;
    services.wait_ready(sim, "/sim/ledger", READY_TIMEOUT)?;
    let url = format!("http://127.0.0.1:{port}");
    let mut serve = process::command(studio, &project.root);
    serve
        .arg("serve")
        .env("DATABASE_URL", cluster.get().admin_url("postgres"))
        .env("PORT", port.to_string())
        .env("APP_URL", &url)
        .env("AUTH_SECRET", "a secret that is only good for fuzzing")
        .env("STORAGE_TYPE", "local")
        .env("STORAGE_PATH", folder.join("objects"))
        .env("PLUGINS_DIR", project.plugins_dir())
        .env("PLUGIN_CACHE_DIR", folder.join("plugin-cache"))
        .env("SIGNUP_CREDITS", "1000000")
        .env_remove("FAL_KEY")
        .env("RUST_LIB_BACKTRACE", "0");
    for (name, path) in [("QUEUE", "queue"), ("RUN", "run"), ("REST", "rest"), ("API", "api/v1")] {
        serve.env(format!("FAL_{name}_URL"), format!("http://127.0.0.1:{sim}/{path}"));
    }
    // What is asked here is asked fast.
    for name in ["CLIENT", "USER", "KEY"] {
        serve.env(format!("RATE_LIMIT_{name}"), "off");
    }
    services.start("studio", &mut serve, Some(&log("studio.log")?))?;
    services.wait_ready(port, "/readyz", READY_TIMEOUT)?;
    note(&url);
    Ok(url)
}

fn fuzz(project: &Project, fuzzer: &Path, folder: &Path, url: &str, options: Options) -> Result<()> {
    note(&format!("seed {}, {} s", options.seed, options.seconds));
    let mut command: Command = process::command(fuzzer, folder);
    command
        .env("SCHEMATHESIS_HOOKS", project.root.join("xtask/fuzz/hooks.py"))
        .arg("run")
        .arg(format!("{url}/api/openapi.json"))
        .args(["--checks", CHECKS, "--seed", &options.seed.to_string()])
        .args(["--max-time", &options.seconds.to_string()])
        .args(["--phases", "examples,coverage,fuzzing,stateful", "--workers", "2"])
        .args(["--generation-database", "none", "--no-color", "--warnings", "off"])
        // It would end the session that the others need.
        .args(["--exclude-operation-id", "log_out"]);
    process::run(&mut command)
}

/// A port on which nobody listens at this moment.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_have_defaults_and_wrong_ones_are_told() {
        let parse = |text: &[&str]| Options::parse(text).map_err(|error| error.to_string());
        assert_eq!(parse(&[]).unwrap(), Options { seconds: 120, seed: 1 });
        assert_eq!(
            parse(&["--seed", "7", "--seconds", "60"]).unwrap(),
            Options { seconds: 60, seed: 7 }
        );
        for (wrong, word) in [
            (&["--seed"][..], "--seed"),
            (&["--seed", "x"], "`x`"),
            (&["--speed", "1"], "--speed"),
        ] {
            assert!(parse(wrong).unwrap_err().contains(word), "{wrong:?}");
        }
    }
}
