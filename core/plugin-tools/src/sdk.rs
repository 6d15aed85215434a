//! The SDK and the contract, carried in the executable, so that a plugin can be begun without this repository.

/// A file of the repository's `plugins/` folder.
pub(crate) struct Embedded {
    /// Relative to that folder.
    pub(crate) path: &'static str,
    pub(crate) text: &'static str,
}

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        [$(Embedded { path: $path, text: include_str!(concat!("../../../plugins/", $path)) }),*]
    };
}

/// What a plugin is built on.
pub(crate) const FILES: &[Embedded] = &embedded![
    "sdk/Cargo.toml",
    "sdk/src/contract.rs",
    "sdk/src/fal/input.rs",
    "sdk/src/fal/lora.rs",
    "sdk/src/fal/mod.rs",
    "sdk/src/fal/output.rs",
    "sdk/src/fal/picture.rs",
    "sdk/src/fal/refusal.rs",
    "sdk/src/fal/size.rs",
    "sdk/src/fal/video.rs",
    "sdk/src/glue.rs",
    "sdk/src/lib.rs",
    "sdk/src/log.rs",
    "sdk/src/model.rs",
    "sdk/src/price.rs",
    "sdk/src/prompt.rs",
    "sdk/src/schema.rs",
    "sdk/src/ui.rs",
    "wit/studio-plugin.wit",
];

/// Versions of dependencies that the studio's own plugins are built and tested with.
pub(crate) const LOCK: &str = include_str!("../../../plugins/Cargo.lock");

/// The workspace that the SDK inherits its settings from.
const WORKSPACE: &str = include_str!("../../../plugins/Cargo.toml");

/// The settings that the SDK inherits, for another workspace, in which the SDK lies at `sdk`.
pub(crate) fn workspace_settings(sdk: &str) -> String {
    let start = WORKSPACE
        .find("[workspace.package]")
        .expect("the plugins' workspace has package settings");
    WORKSPACE[start..].replace(
        r#"studio-plugin-sdk = { path = "sdk" }"#,
        &format!("studio-plugin-sdk = {{ path = {sdk:?} }}"),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files_below(&path, found);
            } else {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_file_of_the_sdk_and_the_contract_is_carried() {
        let plugins = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins");
        let mut found = Vec::new();
        for folder in ["sdk", "wit"] {
            files_below(&plugins.join(folder), &mut found);
        }
        let there: BTreeSet<String> = found
            .iter()
            .map(|path| path.strip_prefix(&plugins).unwrap().to_string_lossy().into_owned())
            .collect();
        let carried: BTreeSet<String> = FILES.iter().map(|file| file.path.to_owned()).collect();
        assert_eq!(carried, there, "add new files of the SDK to FILES");
    }

    #[test]
    fn the_settings_point_to_the_sdk_where_it_lies() {
        let settings = workspace_settings("vendor/sdk");
        assert!(
            settings.contains(r#"studio-plugin-sdk = { path = "vendor/sdk" }"#),
            "{settings}"
        );
        assert!(settings.starts_with("[workspace.package]") && settings.contains("[profile.release]"));
    }
}
