//! `studio plugin new`: a whole plugin that builds by itself, outside the studio's repository.
//!
//! It is a workspace of its own. The SDK lies in it as a copy (`vendor/`), so that it builds without this repository and does not change
//! when the studio does; or it stays where `--sdk` says, for those who work on both.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::sdk::{self, Embedded};

/// Where a new plugin finds the SDK.
#[derive(Debug, Clone, Default)]
pub enum Sdk {
    /// A copy in `vendor/`, with the contract beside it.
    #[default]
    Vendored,
    /// The `plugins/sdk` of a checkout of the studio. The new plugin must lie where that folder can be reached.
    At(PathBuf),
}

macro_rules! templates {
    ($($path:literal => $target:literal),* $(,)?) => {
        [$(Embedded { path: $target, text: include_str!(concat!("../templates/", $path)) }),*]
    };
}

const TEMPLATES: &[Embedded] = &templates![
    "plugin.toml" => "plugin.toml",
    "README.md" => "README.md",
    "gitignore" => ".gitignore",
    "src/lib.rs" => "src/lib.rs",
    "src/params.rs" => "src/params.rs",
    "src/convert.rs" => "src/convert.rs",
    "tests/plans.rs" => "tests/plans.rs",
    "fixtures/two_images.json" => "fixtures/two_images.json",
    "fixtures/steps_refused.json" => "fixtures/steps_refused.json",
];

/// The crate's manifest; the workspace's settings follow it.
const CARGO_TOML: &str = include_str!("../templates/Cargo.toml");

/// Writes a plugin called `name` into `folder`, which must not exist or be empty.
///
/// # Errors
/// When the name is no plugin id, the folder is taken, or a file cannot be written.
pub fn scaffold(name: &str, folder: &Path, sdk: &Sdk) -> Result<(), Error> {
    check_name(name)?;
    check_folder(folder)?;
    let path = match sdk {
        Sdk::Vendored => "vendor/sdk".to_owned(),
        Sdk::At(path) => at_checkout(path)?,
    };
    let fill = |text: &str| fill(text, name, &path).replace("{{where}}", &where_it_is(sdk, &path));
    if matches!(sdk, Sdk::Vendored) {
        for file in sdk::FILES {
            write(folder, &format!("vendor/{}", file.path), file.text)?;
        }
        write(
            folder,
            "Cargo.toml",
            &(fill(CARGO_TOML) + &sdk::workspace_settings(&path)),
        )?;
    } else {
        // A crate of another workspace brings its own settings; it cannot be a member of this one, too.
        let members = format!("members = [\".\", {path:?}]");
        let manifest = fill(CARGO_TOML).replace(&members, "members = [\".\"]");
        write(folder, "Cargo.toml", &(manifest + &sdk::workspace_settings(&path)))?;
    }
    // A start: cargo leaves out what this plugin does not need.
    write(folder, "Cargo.lock", sdk::LOCK)?;
    for file in TEMPLATES {
        write(folder, file.path, &fill(file.text))?;
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), Error> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = (3..=40).contains(&name.len())
        && name.chars().all(letters)
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && !name.contains("--");
    if fits {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "{name:?} is no name for a plugin: 3 to 40 lowercase letters, digits and single hyphens, beginning with a letter"
    )))
}

fn check_folder(folder: &Path) -> Result<(), Error> {
    let is_taken = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    };
    if is_taken {
        return Err(Error::Usage(format!(
            "{} is already there and not empty",
            folder.display()
        )));
    }
    Ok(())
}

/// The SDK's absolute path in a checkout.
fn at_checkout(path: &Path) -> Result<String, Error> {
    let path = path.canonicalize().map_err(Error::at(path))?;
    if !path.join("Cargo.toml").is_file() || !path.join("../wit/studio-plugin.wit").is_file() {
        return Err(Error::Usage(format!(
            "{} is not the SDK: give the folder plugins/sdk of a checkout of the studio",
            path.display()
        )));
    }
    Ok(path.to_string_lossy().into_owned())
}

/// What the plugin's README says of the SDK.
fn where_it_is(sdk: &Sdk, path: &str) -> String {
    match sdk {
        Sdk::Vendored => {
            "`vendor/` holds the studio's SDK and the contract as they were when this plugin was begun.".to_owned()
        }
        Sdk::At(_) => format!("The SDK is that of the checkout in `{path}` and changes with it."),
    }
}

fn fill(text: &str, name: &str, sdk: &str) -> String {
    text.replace("{{name}}", name)
        .replace("{{crate}}", &name.replace('-', "_"))
        .replace("{{title}}", &title(name))
        .replace("{{sdk}}", sdk)
}

/// `acme-painter` → `Acme Painter`.
fn title(name: &str) -> String {
    let capital = |word: &str| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    };
    name.split('-').map(capital).collect::<Vec<_>>().join(" ")
}

fn write(folder: &Path, path: &str, text: &str) -> Result<(), Error> {
    let path = folder.join(path);
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(Error::at(parent))?;
    fs::write(&path, text).map_err(Error::at(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_no_plugin_ids_are_refused() {
        for name in [
            "ab",
            "Acme",
            "acme_painter",
            "-acme",
            "acme-",
            "a--b",
            "1st-plugin",
            &"x".repeat(41),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let outcome = scaffold(name, &folder.path().join("new"), &Sdk::Vendored);
            assert!(matches!(outcome, Err(Error::Usage(_))), "{name}: {outcome:?}");
            assert!(!folder.path().join("new").exists(), "{name}");
        }
    }

    #[test]
    fn nothing_in_the_files_is_left_to_fill_in() {
        let folder = tempfile::tempdir().unwrap();
        scaffold("acme-painter", folder.path(), &Sdk::Vendored).unwrap();
        for file in TEMPLATES.iter().map(|file| file.path).chain(["Cargo.toml"]) {
            let text = fs::read_to_string(folder.path().join(file)).unwrap();
            assert!(!text.contains("{{"), "{file}: {text}");
        }
        let lib = fs::read_to_string(folder.path().join("src/lib.rs")).unwrap();
        assert!(lib.contains("Acme Painter") && lib.contains("acme-painter/painter"));
    }

    #[test]
    fn a_folder_with_something_in_it_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mine"), "x").unwrap();
        let outcome = scaffold("acme-painter", folder.path(), &Sdk::Vendored);
        assert!(matches!(outcome, Err(Error::Usage(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
