//! Builds the plugin that is written in JavaScript with the two commands that its README prints, in a copy outside the clone: the
//! packages it needs are some hundred megabytes, and serve all clones.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;
use crate::project::Project;
use crate::report::note;
use crate::stamp::{self, Stamp};
use crate::tools::node;

/// The plugin, seen from the folder of plugins.
const SOURCE: &str = "examples/javascript";

/// Builds it unless nothing changed, and gives the component.
pub(crate) fn build(project: &Project) -> Result<PathBuf> {
    let plugins = project.root.join("plugins");
    let copy = project.target.join("javascript-plugin");
    let folder = copy.join(SOURCE);
    let component = folder.join("qwen-image.wasm");
    let inputs = ["wit", SOURCE].map(|input| plugins.join(input));
    let stamp = Stamp::of(project, "javascript-plugin", &inputs)?;
    if stamp.is_current() && component.is_file() {
        note("the plugin in JavaScript is current");
        return Ok(component);
    }
    node::check_version()?;
    mirror(&plugins, &inputs, &copy)?;
    let npm = |arguments: &[&str]| process::run(process::command("npm", &folder).args(arguments));
    npm(&["ci", "--no-audit", "--no-fund"])?;
    npm(&["run", "--silent", "build"]).context("the plugin in JavaScript does not build")?;
    stamp.save()?;
    Ok(component)
}

/// Copies the inputs to the same places below `copy`, since they name each other by relative paths.
fn mirror(root: &Path, inputs: &[PathBuf], copy: &Path) -> Result<()> {
    for file in stamp::files(inputs)? {
        let target = copy.join(file.strip_prefix(root)?);
        fs::create_dir_all(target.parent().context("a file lies in a folder")?)?;
        fs::copy(&file, &target).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    Ok(())
}
