//! Logins that are kept in the user's folder of settings, readable by nobody else.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};
use studio_client::ApiKey;
use url::Url;

/// A studio and the key for it.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub(super) url: Url,
    pub(super) key: ApiKey,
}

/// All of them by their names.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Profiles {
    profiles: BTreeMap<String, Stored>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Stored {
    url: Url,
    api_key: String,
}

/// `$XDG_CONFIG_HOME/ai-image-studio/logins.json`, usually below `~/.config`.
///
/// # Errors
/// When this user has no home.
pub(super) fn path() -> anyhow::Result<PathBuf> {
    let base = etcetera::choose_base_strategy().context("there is no folder for settings")?;
    Ok(base.config_dir().join("ai-image-studio/logins.json"))
}

impl Profiles {
    /// What is stored; nothing when there is no file.
    ///
    /// # Errors
    /// When the file can be read by others, or makes no sense.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let place = || path.display().to_string();
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error).with_context(place),
        };
        let mode = fs::metadata(path).with_context(place)?.permissions().mode();
        ensure!(
            mode & 0o077 == 0,
            "{} can be read by others; its keys are not used. Run `chmod 600` on it, or better log in with new keys",
            place()
        );
        serde_json::from_str(&text).with_context(|| format!("{} is damaged; delete it and log in again", place()))
    }

    /// # Errors
    /// When what is stored is no key.
    pub(super) fn find(&self, name: &str) -> anyhow::Result<Option<Profile>> {
        let Some(stored) = self.profiles.get(name) else {
            return Ok(None);
        };
        let key = ApiKey::parse(&stored.api_key).map_err(anyhow::Error::msg);
        Ok(Some(Profile {
            url: stored.url.clone(),
            key: key.with_context(|| format!("the login `{name}` is damaged; log in again"))?,
        }))
    }

    pub(super) fn set(&mut self, name: &str, profile: &Profile) {
        let stored = Stored {
            url: profile.url.clone(),
            api_key: profile.key.reveal().to_owned(),
        };
        self.profiles.insert(name.to_owned(), stored);
    }

    /// Whether there was one of this name.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        self.profiles.remove(name).is_some()
    }

    /// Replaces the file as a whole; from its first byte on only its owner can read it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let folder = path.parent().context("the file of logins is in a folder")?;
        let place = || format!("cannot write {}", path.display());
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(place)?;
        // Its mode is 0600.
        let mut file = tempfile::NamedTempFile::new_in(folder).with_context(place)?;
        serde_json::to_writer_pretty(&mut file, self).with_context(place)?;
        file.write_all(b"\n").with_context(place)?;
        file.as_file().sync_all().with_context(place)?;
        file.persist(path).with_context(place)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_kept_for_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/logins.json");
        let profile = Profile {
            url: "https://example.org/".parse().unwrap(),
            key: ApiKey::parse(&format!("aistudio_{}", "0a".repeat(24))).unwrap(),
        };
        let mut profiles = Profiles::read(&path).unwrap();
        profiles.set("default", &profile);
        profiles.write(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let mut read = Profiles::read(&path).unwrap();
        assert_eq!(read.find("default").unwrap().unwrap().url, profile.url);
        assert!(read.find("other").unwrap().is_none() && read.remove("default") && !read.remove("default"));

        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(
            Profiles::read(&path)
                .unwrap_err()
                .to_string()
                .contains("can be read by others")
        );
    }
}
