//! One page of the list, and what is remembered across pages.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::{HistoryMatch, HistoryQuery, equal::equal};

/// A page as on the wire.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    items: Vec<Item>,
    #[serde(default)]
    has_more: Option<bool>,
    #[serde(default)]
    next_cursor: Option<String>,
}

/// A request as on the wire; what is not needed is not read. No input means that it was not stored.
#[derive(Debug, Deserialize)]
struct Item {
    request_id: String,
    #[serde(default)]
    endpoint_id: Option<String>,
    #[serde(default)]
    sent_at: Option<DateTime<Utc>>,
    #[serde(default)]
    json_input: Option<Value>,
}

impl Page {
    /// Where to read on. A cursor that repeats itself would go round for ever.
    pub(super) fn next(&self, current: Option<&str>) -> Next {
        let fresh = self
            .next_cursor
            .as_deref()
            .filter(|next| !next.is_empty() && Some(*next) != current);
        let more = self.has_more.unwrap_or(self.next_cursor.is_some());
        match fresh {
            _ if !more => Next::End,
            Some(next) => Next::Page(next.to_owned()),
            None => Next::Lost,
        }
    }
}

/// What follows a page.
pub(super) enum Next {
    /// Another one, under this cursor.
    Page(String),
    /// Nothing.
    End,
    /// Another one that cannot be reached.
    Lost,
}

/// What the pages read so far say.
pub(super) struct Search<'a> {
    query: &'a HistoryQuery<'a>,
    found: BTreeSet<String>,
    inputs_missing: bool,
}

impl<'a> Search<'a> {
    pub(super) fn new(query: &'a HistoryQuery<'a>) -> Self {
        Self {
            query,
            found: BTreeSet::new(),
            inputs_missing: false,
        }
    }

    pub(super) fn read(&mut self, page: &Page) {
        for item in page.items.iter().filter(|item| is_candidate(self.query, item)) {
            match &item.json_input {
                Some(input) if equal(input, self.query.input) => {
                    self.found.insert(item.request_id.clone());
                }
                Some(_) => {}
                None => self.inputs_missing = true,
            }
        }
    }

    /// The verdict on a list read to its end.
    pub(super) fn verdict(&self) -> HistoryMatch {
        let mut found = self.found.iter();
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => HistoryMatch::Ambiguous,
            (Some(request_id), None) => HistoryMatch::Found(request_id.clone()),
            _ if self.inputs_missing => HistoryMatch::Inconclusive,
            _ => HistoryMatch::Absent,
        }
    }
}

/// Whether the request could be ours by everything but its input. What a row does not say does not exclude it.
fn is_candidate(query: &HistoryQuery<'_>, item: &Item) -> bool {
    let window = query.sent_after..=query.sent_before;
    item.endpoint_id
        .as_deref()
        .is_none_or(|id| id == query.endpoint.as_str())
        && item.sent_at.is_none_or(|sent_at| window.contains(&sent_at))
        && query.request_id.is_none_or(|id| id == item.request_id)
}
