//! A page of a list.

use std::fmt::Display;

use serde::Serialize;
use studio_app::Page;
use utoipa::ToSchema;

/// Some items, and how to get the next ones.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageBody<T> {
    items: Vec<T>,
    /// For `?cursor=`; `null` on the last page.
    #[schema(example = "1790000000123456-0190c5a2b3d47e8f9a0b1c2d3e4f5a6b")]
    next_cursor: Option<String>,
}

impl<T> PageBody<T> {
    /// Some items, and where the next ones begin.
    pub(super) fn of(items: Vec<T>, next_cursor: Option<String>) -> Self {
        Self { items, next_cursor }
    }

    /// All there is.
    pub(super) fn whole(items: Vec<T>) -> Self {
        Self {
            items,
            next_cursor: None,
        }
    }
}

impl<T, V: Into<T>, C: Display> From<Page<V, C>> for PageBody<T> {
    fn from(page: Page<V, C>) -> Self {
        Self {
            items: page.items.into_iter().map(Into::into).collect(),
            next_cursor: page.next.map(|cursor| cursor.to_string()),
        }
    }
}
