//! `studio plugin build`: cargo with the right target and linker, and the component where its author looks for it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use studio_wasm_toolchain::{TARGET, find};

use crate::Error;

/// What was built.
#[derive(Debug, Clone)]
pub struct Built {
    /// The component, `NAME.wasm` in the plugin's folder.
    pub file: PathBuf,
    /// Its size.
    pub size_bytes: u64,
    /// What compiled it.
    pub toolchain: String,
}

/// Builds the plugin whose crate is in `folder`. Cargo's messages go to the terminal.
///
/// # Errors
/// [`Error::Toolchain`] when the target or the linker is missing; [`Error::Build`] when the folder holds no plugin or it does not
/// compile.
pub fn build(folder: &Path) -> Result<Built, Error> {
    let folder = folder.canonicalize().map_err(Error::at(folder))?;
    let toolchain = find(&folder)?;
    let package = package(&folder)?;
    let target_dir = package.target_dir.join("plugin");
    let status = toolchain
        .cargo_build(&folder, &target_dir)
        .args(["-p", &package.name])
        .status()
        .map_err(|error| Error::Build(format!("cargo does not run: {error}")))?;
    if !status.success() {
        return Err(Error::Build(format!("{} does not compile, see above", package.name)));
    }
    let product = target_dir
        .join(TARGET)
        .join("release")
        .join(format!("{}.wasm", package.library));
    let file = folder.join(format!("{}.wasm", package.name));
    let size_bytes = std::fs::copy(&product, &file).map_err(Error::at(&product))?;
    Ok(Built {
        file,
        size_bytes,
        toolchain: toolchain.to_string(),
    })
}

/// The package in a folder that becomes a component.
struct Package {
    name: String,
    library: String,
    target_dir: PathBuf,
}

fn package(folder: &Path) -> Result<Package, Error> {
    let output = Command::new("cargo")
        .current_dir(folder)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .map_err(|error| Error::Build(format!("cargo does not run: {error}")))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(Error::Build(format!(
            "{} is no Rust crate: {}",
            folder.display(),
            told.trim()
        )));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| Error::Build(format!("cargo metadata printed no JSON: {error}")))?;
    read_metadata(&metadata, &folder.join("Cargo.toml")).ok_or_else(|| {
        Error::Build(format!(
            "{} holds no plugin: its Cargo.toml needs `crate-type = [\"cdylib\", \"rlib\"]` under [lib]",
            folder.display()
        ))
    })
}

fn read_metadata(metadata: &Value, manifest: &Path) -> Option<Package> {
    let packages = metadata["packages"].as_array()?;
    let here = |package: &&Value| {
        package["manifest_path"]
            .as_str()
            .is_some_and(|path| Path::new(path) == manifest)
    };
    let package = packages.iter().find(here)?;
    let is_component = |target: &&Value| {
        let types = target["crate_types"].as_array();
        types.is_some_and(|types| types.iter().any(|kind| kind == "cdylib"))
    };
    let library = package["targets"].as_array()?.iter().find(is_component)?["name"].as_str()?;
    Some(Package {
        name: package["name"].as_str()?.to_owned(),
        library: library.replace('-', "_"),
        target_dir: metadata["target_directory"].as_str()?.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_crate_is_told_so() {
        let folder = tempfile::tempdir().unwrap();
        let Err(error) = build(folder.path()) else {
            panic!("there is nothing to build");
        };
        assert!(error.to_string().contains("is no Rust crate"), "{error}");
    }

    #[test]
    fn a_crate_that_is_no_dynamic_library_is_no_plugin() {
        let metadata = serde_json::json!({
            "target_directory": "/t",
            "packages": [{"name": "x", "manifest_path": "/x/Cargo.toml", "targets": [{"name": "x", "crate_types": ["lib"]}]}],
        });
        assert!(read_metadata(&metadata, Path::new("/x/Cargo.toml")).is_none());
    }
}
