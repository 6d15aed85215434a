//! Pictures that were thrown away.

use serde::Serialize;

use super::{ImageTile, View};

/// One page of the trash.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TrashPage {
    /// What was thrown away last first.
    pub tiles: Vec<ImageTile>,
    /// The address of the next page.
    pub next_href: Option<String>,
    /// All pictures in the trash.
    pub total: u64,
    /// Days after which they go for good.
    pub days: u16,
    /// Pictures that had to stay when the trash was emptied; 0 for none.
    pub kept: u64,
    /// Why what was just asked for cannot be done, a sentence for the user.
    pub problem: Option<String>,
}

impl View for TrashPage {
    const PAGE: &'static str = "pages/trash/page.html";
}
