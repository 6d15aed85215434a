//! How large a drill is, and what it runs.

use std::path::PathBuf;

/// What a drill does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Jobs that are asked for, 1 to 100,000.
    pub jobs: u32,
    /// Processes that are killed or stopped, 0 to 100,000.
    pub kills: u32,
    /// Decides what is killed and which faults the provider has.
    pub seed: u64,
    /// `studio work` processes, 1 to 16.
    pub workers: u32,
    /// `studio web` processes, 1 to 16.
    pub webs: u32,
}

/// What the processes compile and run.
#[derive(Clone, Debug)]
pub struct Plugins {
    /// The folder of built plugins.
    pub folder: PathBuf,
    /// Compiled plugins that all processes share. Without it each process has a folder of its own, as on machines of their own.
    pub cache: Option<PathBuf>,
}

/// A number out of range.
#[derive(Debug, thiserror::Error)]
#[error("{name} must be between {least} and {most}")]
pub struct InvalidOptions {
    name: &'static str,
    least: u32,
    most: u32,
}

impl Options {
    /// Checks the ranges.
    ///
    /// # Errors
    /// [`InvalidOptions`] with the first number that is out of its range.
    pub fn check(&self) -> Result<(), InvalidOptions> {
        for (name, value, least, most) in [
            ("jobs", self.jobs, 1, 100_000),
            ("kills", self.kills, 0, 100_000),
            ("workers", self.workers, 1, 16),
            ("webs", self.webs, 1, 16),
        ] {
            if !(least..=most).contains(&value) {
                return Err(InvalidOptions { name, least, most });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_named() {
        let fine = Options {
            jobs: 1,
            kills: 0,
            seed: 0,
            workers: 1,
            webs: 1,
        };
        assert!(fine.check().is_ok());
        let none = Options { workers: 0, ..fine };
        assert_eq!(
            none.check().unwrap_err().to_string(),
            "workers must be between 1 and 16"
        );
    }
}
