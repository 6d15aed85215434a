//! A component file as a tool sees it: found, loaded in the real host alone, and told apart from its neighbours.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use studio_plugin_host::{HostConfig, ModelInfo, PluginHost, PluginIdentity};
use tempfile::TempDir;

use crate::Error;

/// A file that loads. The host holds this plugin and no other.
pub struct Subject {
    /// The file.
    pub file: PathBuf,
    /// Which plugin it is.
    pub plugin: PluginIdentity,
    /// What it offers.
    pub models: Vec<ModelInfo>,
    /// A host with this plugin alone.
    pub host: PluginHost,
    /// Recorded cases beside the file or in the folder that was named.
    pub fixtures: Option<PathBuf>,
    /// The host's folders, gone with the subject.
    _folders: TempDir,
}

/// The component that `path` names: a `.wasm` file, or a folder with exactly one.
///
/// # Errors
/// When there is none, or there are several.
pub fn subject(path: &Path) -> Result<PathBuf, Error> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let files = wasm_files(path)?;
    match files.as_slice() {
        [file] => Ok(file.clone()),
        [] => Err(Error::Usage(format!(
            "{} holds no .wasm file; run `studio plugin build {}` first",
            path.display(),
            path.display()
        ))),
        many => Err(Error::Usage(format!(
            "{} holds {} .wasm files; name one",
            path.display(),
            many.len()
        ))),
    }
}

/// Loads a component as the studio would: header, imports and exports, manifest, schemas, defaults, presets.
///
/// # Errors
/// [`Error::Refused`] with the studio's own words.
pub async fn open(path: &Path) -> Result<Subject, Error> {
    let file = subject(path)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folders = tempfile::tempdir().map_err(Error::at(&std::env::temp_dir()))?;
    let plugins = folders.path().join("plugins");
    std::fs::create_dir(&plugins).map_err(Error::at(&plugins))?;
    std::fs::copy(&file, plugins.join("suspect.wasm")).map_err(Error::at(&file))?;
    let host = PluginHost::open(HostConfig::new(&plugins, folders.path().join("cache"))).await?;
    if let Some(problem) = host.problems().into_iter().next() {
        return Err(Error::Refused {
            file: name,
            message: problem.message,
        });
    }
    let plugin = host
        .plugins()
        .into_iter()
        .next()
        .expect("a file is a plugin or a problem");
    let beside = file.parent().unwrap_or(Path::new(".")).join("fixtures");
    Ok(Subject {
        plugin,
        models: host.models(),
        host,
        fixtures: beside.is_dir().then_some(beside),
        file,
        _folders: folders,
    })
}

/// The `*.wasm` files of a folder in the order of their names.
pub(crate) fn wasm_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = std::fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|entry| Ok(entry?.path()))
                .collect::<std::io::Result<Vec<_>>>()
        })
        .map_err(Error::at(folder))?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "wasm") && path.is_file());
    files.sort();
    Ok(files)
}

/// SHA-256 as 64 lowercase hexadecimal digits, as the host counts versions.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
