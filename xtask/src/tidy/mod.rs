//! Checks the project's rules that no compiler or linter knows.
//!
//! A rule looks at one file at a time and gives its findings; this module picks the files and prints.

mod manifests;
mod sources;
mod templates;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::project::Project;
use crate::report::note;

/// What a rule has to say about a line.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    /// Counted from 1; 0 stands for the whole file.
    line: usize,
    what: String,
    /// A warning does not fail the check.
    warning: bool,
}

impl Finding {
    fn error(line: usize, what: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
            warning: false,
        }
    }

    fn warning(line: usize, what: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
            warning: true,
        }
    }
}

/// Checks every file that git knows or would know.
pub(crate) fn run(project: &Project) -> Result<()> {
    let mut errors = 0;
    let files = files(&project.root)?;
    for file in &files {
        let Ok(text) = fs::read_to_string(project.root.join(file)) else {
            continue;
        };
        for finding in check(file, &text) {
            let kind = if finding.warning { "warning" } else { "error" };
            println!("{kind}: {}:{}: {}", file.display(), finding.line, finding.what);
            errors += usize::from(!finding.warning);
        }
    }
    if errors > 0 {
        bail!("{errors} findings");
    }
    note(&format!("{} files are tidy", files.len()));
    Ok(())
}

fn check(file: &Path, text: &str) -> Vec<Finding> {
    let name = file.file_name().unwrap_or_default();
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => sources::check(file, text),
        Some("html" | "jinja") => templates::check(text),
        Some("ts" | "css") => sources::check_size(text).into_iter().collect(),
        Some("toml") if name == "Cargo.toml" => manifests::check(file, text),
        _ => Vec::new(),
    }
}

fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut git = process::command("git", root);
    let list = process::output(git.args(["ls-files", "--cached", "--others", "--exclude-standard"]))
        .context("tidy asks git for the files")?;
    Ok(list.lines().map(PathBuf::from).collect())
}
