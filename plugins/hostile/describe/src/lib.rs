//! Never finishes describing itself: loading it must end all the same.

use std::hint::black_box;

use studio_plugin_sdk::{Answer, Error, Job, Manifest, Plugin, Price, Step, export_plugin};

/// The plugin.
pub struct Endless;

impl Plugin for Endless {
    fn describe() -> Manifest {
        while black_box(true) {}
        Manifest::new("hostile-describe", "1.0.0", "Hostile description", "Tests")
    }

    fn estimate(_job: &Job) -> Result<Price, Error> {
        Err(Error::Internal("never loaded".to_owned()))
    }

    fn start(_job: &Job) -> Result<Step, Error> {
        Err(Error::Internal("never loaded".to_owned()))
    }

    fn resume(_job: &Job, _state: &[u8], _answer: &Answer) -> Result<Step, Error> {
        Err(Error::Internal("never loaded".to_owned()))
    }
}

export_plugin!(Endless);
