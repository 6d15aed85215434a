//! The provider's own list of what was sent: what settles a submit of unknown outcome.

mod equal;
mod page;

use chrono::{DateTime, SecondsFormat, Utc};
use http::Method;
use serde_json::Value;
use url::Url;

use self::page::{Next, Page, Search};
use crate::{EndpointId, Error, FalClient, Kind, urls};

/// Rows asked for per page; the provider's most (documentation read November 2026).
const PAGE_ROWS: &str = "100";
/// Pages read before giving up. Our own bound: 10,000 requests of one endpoint in one short window.
const MAX_PAGES: usize = 100;

/// Which request to look for.
#[derive(Clone, Copy, Debug)]
pub struct HistoryQuery<'a> {
    /// The whole id it was submitted to.
    pub endpoint: &'a EndpointId,
    /// The input exactly as submitted. A random seed in it makes it unique.
    pub input: &'a Value,
    /// Earliest moment the provider may have received it, by the provider's clock: allow for skew.
    pub sent_after: DateTime<Utc>,
    /// Latest such moment.
    pub sent_before: DateTime<Utc>,
    /// An id the lost answer mentioned; only this request is considered then.
    pub request_id: Option<&'a str>,
}

/// What the list says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryMatch {
    /// Exactly one request has this input in this window. [`FalClient::request_urls`] gives its addresses.
    Found(String),
    /// Several have. Do not guess.
    Ambiguous,
    /// None has. The list is sorted by end time and **may miss a request that still runs**: this proves absence only
    /// once the start timeout and the provider's own retries are over.
    Absent,
    /// Some requests in the window came without their input (storage off), or the list was too long to read whole.
    Inconclusive,
    /// This key may not read the list, or the provider has none.
    Unsupported,
}

impl FalClient {
    /// Looks for a request by its exact input, on all pages.
    ///
    /// Inputs are equal when their JSON is, whatever the order of keys and whether a whole number is written `7` or
    /// `7.0`.
    ///
    /// **Source**: provider documentation, `GET /models/requests/by-endpoint`, read November 2026.
    ///
    /// # Errors
    /// [`Error`]: nothing was learnt; ask again as [`Error::retry`] says.
    pub async fn find_request(&self, query: &HistoryQuery<'_>) -> Result<HistoryMatch, Error> {
        let mut search = Search::new(query);
        let mut cursor = None;
        for _ in 0..MAX_PAGES {
            let page = match self.history_page(query, cursor.as_deref()).await {
                Ok(page) => page,
                Err(error) if is_unsupported(&error) => return Ok(HistoryMatch::Unsupported),
                Err(error) => return Err(error),
            };
            search.read(&page);
            match page.next(cursor.as_deref()) {
                Next::Page(next) => cursor = Some(next),
                Next::End => return Ok(search.verdict()),
                Next::Lost => break,
            }
        }
        Ok(HistoryMatch::Inconclusive)
    }

    async fn history_page(&self, query: &HistoryQuery<'_>, cursor: Option<&str>) -> Result<Page, Error> {
        let request = self.keyed(Method::GET, self.history_url(query, cursor))?;
        let request = request.timeout(self.config().timeouts.control);
        let reply = self.read(request, self.config().limits.history_bytes).await?;
        reply.success_json()
    }

    fn history_url(&self, query: &HistoryQuery<'_>, cursor: Option<&str>) -> Url {
        let mut url = urls::join(&self.config().api_url, ["models", "requests", "by-endpoint"]);
        url.query_pairs_mut()
            .append_pair("endpoint_id", query.endpoint.as_str())
            .append_pair("start", &time(query.sent_after))
            .append_pair("expand", "payloads")
            .append_pair("limit", PAGE_ROWS);
        if let Some(request_id) = query.request_id {
            url.query_pairs_mut().append_pair("request_id", request_id);
        }
        if let Some(cursor) = cursor {
            url.query_pairs_mut().append_pair("cursor", cursor);
        }
        url
    }
}

/// Whether the key, not the moment, is why there is no answer.
pub(crate) fn is_unsupported(error: &Error) -> bool {
    matches!(error, Error::Provider(error) if matches!(error.kind, Kind::AccountBlocked | Kind::UnknownEndpoint))
}

/// A moment as the platform API takes it.
pub(crate) fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
