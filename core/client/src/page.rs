//! Lists, page by page.

use serde::{Deserialize, Serialize};

/// Some items of a list.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Page<T> {
    /// In the order of the list.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next_cursor: Option<String>,
}

/// Where a page begins, and how long it is.
#[derive(Clone, Debug)]
pub struct Position {
    /// `next_cursor` of the page before; `None` begins with the first.
    pub cursor: Option<String>,
    /// 1 to 200 items.
    pub limit: u16,
}
