//! Node and the front end's packages.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::project::Project;
use crate::report::note;

/// Oldest usable Node: what Vite 8 asks for.
const OLDEST: (u32, u32) = (20, 19);

/// Makes sure that Node is there and that `web/node_modules` is what `package-lock.json` says.
pub(crate) fn ensure(project: &Project) -> Result<()> {
    check_version()?;
    let web = project.web();
    if packages_are_current(&web) {
        note("npm packages are current");
        return Ok(());
    }
    let mut npm = process::command("npm", &web);
    npm.args(["ci", "--no-audit", "--no-fund"]);
    // Browser tests use the system's Chromium.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run(&mut npm)
}

/// Fails with advice when Node is missing or too old.
pub(crate) fn check_version() -> Result<()> {
    let (major, minor) = OLDEST;
    let text = process::output(process::command("node", Path::new("/")).arg("--version")).with_context(|| {
        format!("Node is missing; install version {major}.{minor} or later from https://nodejs.org")
    })?;
    match version(&text) {
        Some(version) if version >= OLDEST => Ok(()),
        _ => bail!(
            "Node {} is too old; install version {major}.{minor} or later from https://nodejs.org",
            text.trim()
        ),
    }
}

fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// npm leaves a copy of the lock file in `node_modules` when it is done.
fn packages_are_current(web: &Path) -> bool {
    let modified = |file: &str| fs::metadata(web.join(file)).and_then(|metadata| metadata.modified());
    match (
        modified("node_modules/.package-lock.json"),
        modified("package-lock.json"),
    ) {
        (Ok(installed), Ok(wanted)) => installed >= wanted,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number_not_by_text() {
        assert!(version("v20.9.0\n").unwrap() < OLDEST);
        assert!(version("v20.19.5").unwrap() >= OLDEST);
        assert!(version("v100.0.0").unwrap() >= OLDEST);
        assert_eq!(version("nightly"), None);
    }
}
