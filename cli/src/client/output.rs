//! Results on standard output: JSON or words for people.

use std::io::{self, Write as _};

use serde::Serialize;

use super::context::Context;
use super::failure::Failure;

impl Context {
    /// Prints a result: the document, or what `for_people` makes of it.
    ///
    /// # Errors
    /// When nobody reads it, or the disk is full.
    pub(super) fn result(&self, document: &impl Serialize, for_people: impl FnOnce() -> String) -> Result<(), Failure> {
        let text = if self.json {
            serde_json::to_string_pretty(document).map_err(anyhow::Error::from)?
        } else {
            for_people()
        };
        print(text.trim_end_matches('\n'))
    }

    /// Prints one of many results on a line of its own.
    ///
    /// # Errors
    /// As [`Self::result`].
    pub(super) fn line(&self, document: &impl Serialize, for_people: impl FnOnce() -> String) -> Result<(), Failure> {
        let text = if self.json {
            serde_json::to_string(document).map_err(anyhow::Error::from)?
        } else {
            for_people()
        };
        print(&text)
    }
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if !text.is_empty() {
        writeln!(out, "{text}")?;
    }
    Ok(out.flush()?)
}
