//! Lists that come in parts.

use clap::Args;
use serde::Serialize;
use studio_client::{Page, Position};

use super::context::Context;
use super::failure::Failure;

/// Which part of a list.
#[derive(Debug, Args)]
pub(super) struct Paging {
    /// So many at most, 1 to 200.
    #[arg(long, short, default_value_t = 50, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=200))]
    limit: u16,
    /// Go on where a list ended: its `next_cursor`.
    #[arg(long)]
    cursor: Option<String>,
}

impl Paging {
    pub(super) fn position(&self) -> Position {
        Position {
            cursor: self.cursor.clone(),
            limit: self.limit,
        }
    }
}

impl Context {
    /// Prints a page of a list, and for people how it goes on.
    ///
    /// # Errors
    /// As [`Self::result`].
    pub(super) fn page<T: Serialize>(
        &self,
        page: &Page<T>,
        for_people: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        self.result(page, for_people)?;
        if let Some(cursor) = page.next_cursor.as_ref().filter(|_| !self.json) {
            eprintln!("there is more: --cursor {cursor}");
        }
        Ok(())
    }
}
