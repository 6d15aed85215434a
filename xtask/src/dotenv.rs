//! Reads the settings of a run: the environment first, then the file `.env` in the clone.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Settings by name; an empty value counts as not set.
pub(crate) struct Settings {
    file: BTreeMap<String, String>,
}

impl Settings {
    /// Reads `.env`; that there is none is normal.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let path = root.join(".env");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        Ok(Self {
            file: parse(&text).with_context(|| format!("cannot understand {}", path.display()))?,
        })
    }

    /// The value of a setting, `None` when it is empty or missing in both places.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let given = env::var(name).ok().filter(|value| !value.is_empty());
        given.or_else(|| self.file.get(name).filter(|value| !value.is_empty()).cloned())
    }

    /// A port, or the default.
    pub(crate) fn port(&self, name: &str, default: u16) -> Result<u16> {
        let Some(text) = self.get(name) else { return Ok(default) };
        text.parse()
            .ok()
            .filter(|port| *port > 0)
            .with_context(|| format!("{name} is `{text}`, not a port from 1 to 65535"))
    }

    /// The settings of the file that the environment does not override.
    pub(crate) fn file_only(&self) -> impl Iterator<Item = (&str, &str)> {
        let set = |name: &str| env::var(name).is_ok_and(|value| !value.is_empty());
        self.file
            .iter()
            .filter(move |(name, value)| !set(name) && !value.is_empty())
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// `NAME=value` a line, `#` comments, an optional `export`, values bare or in one kind of quotes, no expansion.
fn parse(text: &str) -> Result<BTreeMap<String, String>> {
    let mut settings = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=') else {
            bail!("line {}: no `=` in `{line}`", number + 1)
        };
        settings.insert(name.trim().to_owned(), unquoted(value.trim()).to_owned());
    }
    Ok(settings)
}

fn unquoted(value: &str) -> &str {
    let within = |quote| {
        value
            .strip_prefix(quote)
            .and_then(|rest: &str| rest.strip_suffix(quote))
    };
    match within('"').or_else(|| within('\'')) {
        Some(inner) => inner,
        // A comment after a bare value starts with a space, so that `#` may be part of a password.
        None => value.split(" #").next().unwrap_or(value).trim_end(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_may_be_bare_quoted_or_followed_by_a_comment() {
        let text = "# a comment\n\nA=1 # one\nexport B=\"two # not a comment\"\nC='x'\nD=p#ss\nE=\n";
        let settings = parse(text).unwrap();
        let values: Vec<_> = settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(values, ["A=1", "B=two # not a comment", "C=x", "D=p#ss", "E="]);
    }

    #[test]
    fn a_line_without_a_value_is_named() {
        assert_eq!(
            parse("A=1\nnonsense\n").unwrap_err().to_string(),
            "line 2: no `=` in `nonsense`"
        );
    }
}
