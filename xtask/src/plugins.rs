//! Builds the plugins: every member of the guest workspace that is a `cdylib` becomes one component.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;
use crate::project::Project;
use crate::report::note;
use crate::tools::wasm::{self, TARGET, Toolchain};

/// A member of the guest workspace that becomes a component.
#[derive(Debug, PartialEq, Eq)]
struct Plugin {
    /// Name of the package, and of the finished file.
    package: String,
    /// Name of the library, which cargo gives to its product.
    library: String,
}

/// Builds all plugins and gives the folder with nothing but the finished components.
pub(crate) fn build(project: &Project) -> Result<PathBuf> {
    let workspace = project.root.join("plugins");
    let plugins = members(&workspace)?;
    if plugins.is_empty() {
        bail!("{} has no member with crate-type cdylib", workspace.display());
    }
    compile(&wasm::ensure()?, project, &workspace, &plugins)?;
    let folder = project.plugins_dir();
    install(&project.plugins_target(), &folder, &plugins)?;
    let names: Vec<_> = plugins.iter().map(|plugin| plugin.package.as_str()).collect();
    note(&format!("{} in {}", names.join(", "), folder.display()));
    Ok(folder)
}

fn compile(toolchain: &Toolchain, project: &Project, workspace: &Path, plugins: &[Plugin]) -> Result<()> {
    let mut cargo = toolchain.cargo_build(workspace, &project.plugins_target());
    for plugin in plugins {
        cargo.args(["-p", &plugin.package]);
    }
    process::run(&mut cargo).context("the plugins do not build")
}

fn members(workspace: &Path) -> Result<Vec<Plugin>> {
    let mut cargo = process::command("cargo", workspace);
    let json = process::output(cargo.args(["metadata", "--no-deps", "--format-version", "1"]))?;
    parse_members(&json)
}

fn parse_members(json: &str) -> Result<Vec<Plugin>> {
    let metadata: Value = serde_json::from_str(json).context("cargo metadata printed no JSON")?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata names no packages")?;
    Ok(packages.iter().filter_map(plugin).collect())
}

fn plugin(package: &Value) -> Option<Plugin> {
    let is_component = |target: &&Value| {
        target["crate_types"]
            .as_array()
            .is_some_and(|types| types.iter().any(|kind| kind == "cdylib"))
    };
    let library = package["targets"].as_array()?.iter().find(is_component)?["name"].as_str()?;
    Some(Plugin {
        package: package["name"].as_str()?.to_owned(),
        library: library.replace('-', "_"),
    })
}

/// Puts the components where the studio looks for them, and removes those of plugins that are gone.
fn install(target_dir: &Path, folder: &Path, plugins: &[Plugin]) -> Result<()> {
    fs::create_dir_all(folder)?;
    let wanted: Vec<PathBuf> = plugins
        .iter()
        .map(|plugin| folder.join(format!("{}.wasm", plugin.package)))
        .collect();
    for (plugin, file) in plugins.iter().zip(&wanted) {
        let built = target_dir
            .join(TARGET)
            .join("release")
            .join(format!("{}.wasm", plugin.library));
        replace(&built, file).with_context(|| format!("cannot install {}", built.display()))?;
    }
    for entry in fs::read_dir(folder)?.flatten() {
        if !wanted.contains(&entry.path()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Replaces a file in one step, so that a running studio never reads half a plugin; leaves an equal one alone.
fn replace(from: &Path, to: &Path) -> Result<()> {
    let new = fs::read(from)?;
    if fs::read(to).is_ok_and(|old| old == new) {
        return Ok(());
    }
    let half_way = to.with_extension("tmp");
    fs::write(&half_way, new)?;
    Ok(fs::rename(half_way, to)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dynamic_libraries_are_plugins() {
        let json = r#"{"packages": [
            {"name": "sdk", "targets": [{"name": "sdk", "crate_types": ["lib"]}]},
            {"name": "fal-flux", "targets": [{"name": "build", "crate_types": ["bin"]},
                                             {"name": "fal-flux", "crate_types": ["cdylib", "rlib"]}]}]}"#;
        let expected = Plugin {
            package: "fal-flux".to_owned(),
            library: "fal_flux".to_owned(),
        };
        assert_eq!(parse_members(json).unwrap(), [expected]);
    }
}
