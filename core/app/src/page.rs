//! A page of a list.

use studio_model::{Cursor, PageLimit};

/// Some rows, and where the next ones begin.
#[derive(Clone, Debug)]
pub struct Page<T, C = Cursor> {
    /// The rows.
    pub items: Vec<T>,
    /// Set when there may be more.
    pub next: Option<C>,
}

impl<T, C> Page<T, C> {
    /// A page that was asked for with `limit`; a full one may have a successor.
    pub fn new(items: Vec<T>, limit: PageLimit, cursor: impl Fn(&T) -> C) -> Self {
        let is_full = items.len() >= usize::from(limit.rows());
        let next = items.last().filter(|_| is_full).map(cursor);
        Self { items, next }
    }
}
