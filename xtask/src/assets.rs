//! Builds the front end into `web/dist`, which the studio's binary embeds.

use anyhow::{Context, Result};

use crate::process;
use crate::project::Project;
use crate::report::note;
use crate::stamp::Stamp;
use crate::tools::node;

/// What the front end is made from. Templates count: the style sheet holds only the classes they use.
const INPUTS: [&str; 6] = [
    "frontend",
    "templates",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
];

/// Gets the packages and builds, unless nothing changed since the last time.
pub(crate) fn build(project: &Project) -> Result<()> {
    node::ensure(project)?;
    let web = project.web();
    let stamp = Stamp::of(project, "web-assets", &INPUTS.map(|input| web.join(input)))?;
    if stamp.is_current() && web.join("dist").is_dir() {
        note("front end is current");
        return Ok(());
    }
    process::run(process::command("npm", &web).args(["run", "--silent", "build"]))
        .context("the front end does not build")?;
    stamp.save()
}
