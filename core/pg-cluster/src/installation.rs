//! Finds the server's programs.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};

/// The environment variable that names the folder of the programs and overrides every search.
pub(crate) const BIN_VARIABLE: &str = "STUDIO_PG_BIN";

/// Where Debian and Ubuntu keep one folder per major version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// Where Homebrew keeps one folder per formula, on Apple silicon, Intel and Linux.
const HOMEBREW: [&str; 3] = ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"];

/// One installed PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installation {
    bin: PathBuf,
    major: u32,
}

impl Installation {
    /// Every installation found, best first: `$STUDIO_PG_BIN` alone when it is set, else the one on `PATH`,
    /// Debian's newest first, Homebrew's newest first.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for installation in candidates().iter().filter_map(|dir| Self::at(dir)) {
            if !found.contains(&installation) {
                found.push(installation);
            }
        }
        found
    }

    /// The best installation, or the best one of the given major version.
    ///
    /// # Errors
    /// [`Error::NotInstalled`] when there is none at all; [`Error::VersionMismatch`] when there is none of that
    /// version, naming `data` as the folder that needs it.
    pub fn find(data: &Path, major: Option<u32>) -> Result<Self> {
        let all = Self::all();
        if all.is_empty() {
            return Err(Error::NotInstalled { searched: candidates() });
        }
        let installed = all.iter().map(|installation| installation.major).collect();
        match major {
            None => Ok(all.into_iter().next().expect("checked above: not empty")),
            Some(wanted) => all
                .into_iter()
                .find(|installation| installation.major == wanted)
                .ok_or_else(|| Error::VersionMismatch {
                    data: data.to_path_buf(),
                    wanted,
                    installed,
                }),
        }
    }

    /// The installation whose programs are in this folder, `None` when it lacks one or the version is unreadable.
    #[must_use]
    pub fn at(dir: &Path) -> Option<Self> {
        // The programs find their libraries and templates relative to where they really are.
        let bin = fs::canonicalize(dir.join("postgres")).ok()?.parent()?.to_path_buf();
        let output = Command::new(bin.join("postgres")).arg("--version").output().ok()?;
        let major = major_version(&String::from_utf8_lossy(&output.stdout))?;
        bin.join("initdb").is_file().then_some(Self { bin, major })
    }

    /// Major version, such as 16.
    #[must_use]
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The folder of its programs.
    #[must_use]
    pub fn bin(&self) -> &Path {
        &self.bin
    }

    /// Path of one of its programs.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

impl fmt::Display for Installation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL {} in {}", self.major, self.bin.display())
    }
}

/// Reads the major version out of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` or `… 18beta1`.
fn major_version(output: &str) -> Option<u32> {
    let rest = output.split("(PostgreSQL)").nth(1)?.trim_start();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn candidates() -> Vec<PathBuf> {
    if let Some(dir) = env::var_os(BIN_VARIABLE).filter(|dir| !dir.is_empty()) {
        return vec![PathBuf::from(dir)];
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).filter(|dir| dir.join("postgres").exists());
    on_path
        .chain(versions_under(Path::new(DEBIAN), ""))
        .chain(homebrew())
        .collect()
}

fn homebrew() -> impl Iterator<Item = PathBuf> {
    HOMEBREW
        .iter()
        .flat_map(|root| versions_under(Path::new(root), "postgresql@"))
}

/// `<root>/<prefix><number>/bin`, highest number first; empty when the folder does not exist.
fn versions_under(root: &Path, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(root) else {
        return Vec::new();
    };
    let mut versions: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let number = entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((number, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    versions.into_iter().map(|(_, bin)| bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_releases_and_betas() {
        assert_eq!(
            major_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_version("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major_version("postgres: not found"), None);
    }

    #[test]
    fn the_newest_version_comes_first_and_other_folders_are_ignored() {
        let root = env::temp_dir().join(format!("studio-pg-versions-{}", std::process::id()));
        for name in ["9", "16", "15", "common"] {
            fs::create_dir_all(root.join(name)).unwrap();
        }
        let found = versions_under(&root, "");
        assert_eq!(found, [root.join("16/bin"), root.join("15/bin"), root.join("9/bin")]);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn a_folder_without_the_programs_is_no_installation() {
        assert_eq!(Installation::at(&env::temp_dir()), None);
    }
}
