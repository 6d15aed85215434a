//! Rules for `Cargo.toml`: shared lints, and which crate may use what.

use std::path::Path;

use super::Finding;

/// Packages that only some crates may name among their dependencies, with those crates. The arrows of
/// ARCHITECTURE.md, enforced. Development dependencies and `bench` are free: tests and measurements may look behind any
/// door.
const RESERVED: [(&str, &[&str]); 4] = [
    ("sqlx", &["core/db", "core/jobs", "core/app"]),
    ("apalis-postgres", &["core/jobs"]),
    ("wasmtime", &["core/plugin-host"]),
    ("aws-sdk-s3", &["core/storage"]),
];

/// All rules for a manifest.
pub(super) fn check(file: &Path, text: &str) -> Vec<Finding> {
    let crate_dir = file.parent().unwrap_or(Path::new(""));
    let member = text.contains("[package]") && !text.contains("[workspace]");
    let mut findings = Vec::new();
    if member && !text.contains("[lints]\nworkspace = true") {
        findings.push(Finding::error(
            0,
            "the workspace's lints are not switched on: `[lints]` `workspace = true`",
        ));
    }
    if member && !["plugins", "bench"].iter().any(|free| crate_dir.starts_with(free)) {
        findings.extend(reserved_dependencies(crate_dir, text));
    }
    findings
}

fn reserved_dependencies(crate_dir: &Path, text: &str) -> Vec<Finding> {
    let mut section = "";
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('[') {
            section = line.trim();
        }
        let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
        let Some((package, owners)) = RESERVED.iter().find(|(package, _)| *package == name) else {
            continue;
        };
        if section == "[dependencies]" && !owners.iter().any(|owner| crate_dir == Path::new(owner)) {
            findings.push(Finding::error(
                index + 1,
                format!("`{package}` is for {} alone", owners.join(", ")),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[package]\nname = \"x\"\n[lints]\nworkspace = true\n";

    #[test]
    fn pages_do_not_speak_to_the_database() {
        let text = format!("{HEAD}[dependencies]\nsqlx.workspace = true\n");
        assert_eq!(
            check(Path::new("web/Cargo.toml"), &text),
            [Finding::error(6, "`sqlx` is for core/db, core/jobs, core/app alone")]
        );
        assert!(check(Path::new("core/db/Cargo.toml"), &text).is_empty());
    }

    #[test]
    fn tests_may() {
        let text = format!("{HEAD}[dev-dependencies]\nsqlx.workspace = true\n");
        assert!(check(Path::new("web/Cargo.toml"), &text).is_empty());
    }

    #[test]
    fn a_crate_without_the_shared_lints_is_found() {
        assert_eq!(
            check(Path::new("core/x/Cargo.toml"), "[package]\nname = \"x\"\n").len(),
            1
        );
    }
}
