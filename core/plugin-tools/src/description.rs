//! `plugin.toml` is for people and for tools that run nothing: what it says must be what the component says.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::{Error, Subject};

/// Holds the `plugin.toml` of `folder` against the component. A folder without one says nothing wrong.
///
/// # Errors
/// [`Error::Usage`] with what the file should say, [`Error::File`] when it cannot be read.
pub fn check_description(folder: &Path, subject: &Subject) -> Result<(), Error> {
    let file = folder.join("plugin.toml");
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::at(&file)(error)),
    };
    let told: toml::Table = text.parse().map_err(io::Error::other).map_err(Error::at(&file))?;
    let endpoints: BTreeSet<&str> = subject
        .models
        .iter()
        .flat_map(|info| info.model.endpoints.iter().map(String::as_str))
        .collect();
    let told_endpoints: BTreeSet<&str> = told
        .get("endpoints")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_str)
        .collect();
    let is = |key: &str, value: &str| told.get(key).and_then(toml::Value::as_str) == Some(value);
    let plugin = &subject.plugin;
    let should = if !is("id", &plugin.id) {
        format!("id = {:?}", plugin.id)
    } else if !is("version", &plugin.version) {
        format!("version = {:?}", plugin.version)
    } else if told_endpoints != endpoints {
        format!("endpoints = {endpoints:?}")
    } else {
        return Ok(());
    };
    Err(Error::Usage(format!(
        "{} does not say `{}`, as the component does; build it again or correct it",
        file.display(),
        should.replace('{', "[").replace('}', "]")
    )))
}
