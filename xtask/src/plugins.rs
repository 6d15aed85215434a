//! Builds the plugins: every member of the guest workspace that is a `cdylib` becomes one component.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;
use crate::project::Project;
use crate::report::note;
use crate::tools::wasm::{self, TARGET, Toolchain};

/// Members with this key in `[package.metadata]` misbehave on purpose, for tests of the host.
const HOSTILE_KEY: &str = "studio-hostile-plugin";

/// A member of the guest workspace that becomes a component.
struct Plugin {
    /// Name of the package, and of the finished file.
    package: String,
    /// Name of the library, which cargo gives to its product.
    library: String,
    /// Never offered to users.
    hostile: bool,
}

/// Which plugins to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// Those for users.
    Offered,
    /// Those for tests of the host, too.
    All,
}

/// Folders with finished components and nothing else.
pub(crate) struct Folders {
    /// Plugins for users: `PLUGINS_DIR`.
    pub(crate) offered: PathBuf,
    /// Plugins for tests of the host: `HOSTILE_PLUGINS_DIR`.
    pub(crate) hostile: PathBuf,
}

/// Builds plugins and gives the folders they are in.
pub(crate) fn build(project: &Project, which: Which) -> Result<Folders> {
    let workspace = project.root.join("plugins");
    let mut plugins = members(&workspace)?;
    plugins.retain(|plugin| which == Which::All || !plugin.hostile);
    if plugins.is_empty() {
        bail!("{} has no member with crate-type cdylib", workspace.display());
    }
    compile(&wasm::ensure(&workspace)?, project, &workspace, &plugins)?;
    let folders = Folders {
        offered: project.plugins_dir(),
        hostile: project.hostile_plugins_dir(),
    };
    let (hostile, offered): (Vec<_>, Vec<_>) = plugins.into_iter().partition(|plugin| plugin.hostile);
    install(&project.plugins_target(), &folders.offered, &offered)?;
    if which == Which::All {
        install(&project.plugins_target(), &folders.hostile, &hostile)?;
    }
    Ok(folders)
}

fn compile(toolchain: &Toolchain, project: &Project, workspace: &Path, plugins: &[Plugin]) -> Result<()> {
    let mut cargo = toolchain.cargo_build(workspace, &project.plugins_target());
    cargo.arg("--locked");
    cargo.args(plugins.iter().flat_map(|plugin| ["-p", &plugin.package]));
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
    let hostile = !package["metadata"][HOSTILE_KEY].is_null();
    Some(Plugin {
        package: package["name"].as_str()?.to_owned(),
        library: library.replace('-', "_"),
        hostile,
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
    let names: Vec<_> = plugins.iter().map(|plugin| plugin.package.as_str()).collect();
    note(&format!("{} in {}", names.join(", "), folder.display()));
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

    fn parsed(json: &str) -> Vec<(String, String, bool)> {
        let plugins = parse_members(json).unwrap();
        plugins
            .into_iter()
            .map(|plugin| (plugin.package, plugin.library, plugin.hostile))
            .collect()
    }

    #[test]
    fn only_dynamic_libraries_are_plugins() {
        let json = r#"{"packages": [
            {"name": "sdk", "metadata": null, "targets": [{"name": "sdk", "crate_types": ["lib"]}]},
            {"name": "fal-flux", "metadata": null, "targets": [{"name": "build", "crate_types": ["bin"]},
                                 {"name": "fal-flux", "crate_types": ["cdylib", "rlib"]}]}]}"#;
        assert_eq!(parsed(json), [("fal-flux".to_owned(), "fal_flux".to_owned(), false)]);
    }

    #[test]
    fn plugins_that_misbehave_are_marked() {
        let json = r#"{"packages": [{"name": "loops", "metadata": {"studio-hostile-plugin": {}},
                                     "targets": [{"name": "loops", "crate_types": ["cdylib"]}]}]}"#;
        assert_eq!(parsed(json), [("loops".to_owned(), "loops".to_owned(), true)]);
    }
}
