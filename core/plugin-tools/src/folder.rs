//! The folder of plugins from outside a studio: what lies in it, putting a plugin in, taking one back to its earlier version.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use studio_plugin_host::{HostConfig, PluginHost, PluginIdentity};

use crate::Error;
use crate::component::{digest_of, open, wasm_files};
use crate::history::{History, replace};

/// A file of the folder.
#[derive(Debug, Clone, Serialize)]
pub struct InFolder {
    /// Its name.
    pub file: String,
    /// SHA-256 of its content.
    pub digest: String,
    /// The plugin it is; none when there is a problem.
    pub plugin: Option<PluginIdentity>,
    /// Ids of the models that it offers.
    pub models: Vec<String>,
    /// Why the studio does not use it.
    pub problem: Option<String>,
    /// Earlier versions that `rollback` can go back to, newest first.
    pub earlier: Vec<String>,
}

/// A plugin that was put into the folder.
#[derive(Debug, Clone, Serialize)]
pub struct Added {
    /// Which.
    pub plugin: PluginIdentity,
    /// Where it lies now.
    pub file: PathBuf,
    /// Ids of the models that it offers.
    pub models: Vec<String>,
    /// The version that it replaced.
    pub replaced: Option<String>,
    /// The very same file was there already.
    pub unchanged: bool,
}

/// A plugin that was taken back.
#[derive(Debug, Clone, Serialize)]
pub struct RolledBack {
    /// What is in the folder now.
    pub plugin: PluginIdentity,
    /// Where it lies.
    pub file: PathBuf,
    /// The version that was there before.
    pub from: String,
}

/// Every component file of the folder, by name.
///
/// # Errors
/// When the folder cannot be read.
pub async fn list(plugins_dir: &Path) -> Result<Vec<InFolder>, Error> {
    let cache = tempfile::tempdir().map_err(Error::at(&std::env::temp_dir()))?;
    let host = PluginHost::open(HostConfig::new(plugins_dir, cache.path())).await?;
    let mut problems: HashMap<String, String> = host
        .problems()
        .into_iter()
        .map(|problem| (problem.file, problem.message))
        .collect();
    let mut found = Vec::new();
    for path in wasm_files(plugins_dir)? {
        let bytes = fs::read(&path).map_err(Error::at(&path))?;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let digest = digest_of(&bytes);
        let problem = problems.remove(&file);
        let plugin = host
            .plugins()
            .into_iter()
            .find(|plugin| plugin.digest == digest && problem.is_none());
        let models = host
            .models()
            .into_iter()
            .filter(|info| plugin.as_ref() == Some(&info.plugin));
        found.push(InFolder {
            models: models.map(|info| info.model.id).collect(),
            earlier: plugin
                .as_ref()
                .map_or(Ok(Vec::new()), |plugin| earlier(plugins_dir, plugin))?,
            file,
            digest,
            plugin,
            problem,
        });
    }
    Ok(found)
}

/// Checks a component and puts it into the folder in one step, keeping the version that it replaces.
///
/// # Errors
/// [`Error::Refused`] when the studio would not take it, or another plugin offers one of its models.
pub async fn add(path: &Path, plugins_dir: &Path) -> Result<Added, Error> {
    let subject = open(path).await?;
    let bytes = fs::read(&subject.file).map_err(Error::at(&subject.file))?;
    fs::create_dir_all(plugins_dir).map_err(Error::at(plugins_dir))?;
    let there = list(plugins_dir).await?;
    let models: Vec<String> = subject.models.iter().map(|info| info.model.id.clone()).collect();
    refuse_clash(&subject.plugin, &models, &there)?;
    let old = there.iter().find(|entry| is_plugin(entry, &subject.plugin.id));
    let file = plugins_dir.join(old.map_or_else(|| format!("{}.wasm", subject.plugin.id), |entry| entry.file.clone()));
    let replaced = old.and_then(|entry| entry.plugin.clone());
    let mut history = History::open(plugins_dir, &subject.plugin.id)?;
    if let Some(replaced) = replaced
        .as_ref()
        .filter(|replaced| replaced.digest != subject.plugin.digest)
    {
        let old_bytes = fs::read(&file).map_err(Error::at(&file))?;
        history.push(&replaced.version, &old_bytes)?;
    }
    history.push(&subject.plugin.version, &bytes)?;
    replace(&file, &bytes)?;
    Ok(Added {
        unchanged: replaced
            .as_ref()
            .is_some_and(|replaced| replaced.digest == subject.plugin.digest),
        replaced: replaced.map(|plugin| plugin.version),
        plugin: subject.plugin,
        models,
        file,
    })
}

/// Puts the version back that was installed before the present one.
///
/// # Errors
/// When the plugin is not in the folder or no earlier version was kept.
pub async fn rollback(id: &str, plugins_dir: &Path) -> Result<RolledBack, Error> {
    let there = list(plugins_dir).await?;
    let Some(entry) = there.iter().find(|entry| is_plugin(entry, id)) else {
        let known: Vec<_> = there
            .iter()
            .filter_map(|entry| Some(entry.plugin.as_ref()?.id.as_str()))
            .collect();
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        return Err(Error::Usage(format!(
            "no plugin {id:?} in {}; there: {known}",
            plugins_dir.display()
        )));
    };
    let from = entry
        .plugin
        .as_ref()
        .map(|plugin| plugin.version.clone())
        .unwrap_or_default();
    let mut history = History::open(plugins_dir, id)?;
    let Some((version, bytes)) = history.before(&entry.digest)? else {
        return Err(Error::Usage(format!(
            "no earlier version of {id} was kept in {}; only `studio plugin add` keeps what it replaces",
            plugins_dir.display()
        )));
    };
    let file = plugins_dir.join(&entry.file);
    replace(&file, &bytes)?;
    history.cut_after(&version.digest)?;
    let plugin = open(&file).await?.plugin;
    Ok(RolledBack { plugin, file, from })
}

fn is_plugin(entry: &InFolder, id: &str) -> bool {
    entry.plugin.as_ref().is_some_and(|plugin| plugin.id == id)
}

/// The first of two plugins with one model keeps it, so the second would be of no use.
fn refuse_clash(plugin: &PluginIdentity, models: &[String], there: &[InFolder]) -> Result<(), Error> {
    let others = there.iter().filter(|entry| !is_plugin(entry, &plugin.id));
    for other in others {
        if let Some(model) = models.iter().find(|model| other.models.contains(model)) {
            return Err(Error::Refused {
                file: plugin.id.clone(),
                message: format!("{} already offers the model {model:?}", other.file),
            });
        }
    }
    Ok(())
}

fn earlier(plugins_dir: &Path, plugin: &PluginIdentity) -> Result<Vec<String>, Error> {
    let history = History::open(plugins_dir, &plugin.id)?;
    let versions = history
        .versions
        .iter()
        .rev()
        .skip_while(|version| version.digest != plugin.digest)
        .skip(1);
    Ok(versions.map(|version| version.version.clone()).collect())
}
