//! What a request cost, by the provider's books.

use chrono::{DateTime, TimeDelta, Utc};
use http::Method;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::{
    EndpointId, Error, FalClient,
    history::{is_unsupported, time},
    urls,
};

/// Longest span of one question (provider documentation, read November 2026).
const MAX_SPAN: TimeDelta = TimeDelta::days(90);
/// Pages read before giving up; see the request history.
const MAX_PAGES: usize = 100;

/// Which bill to look for. The provider cannot be asked by request id, so the window matters.
#[derive(Clone, Copy, Debug)]
pub struct BillingQuery<'a> {
    /// The request.
    pub request_id: &'a str,
    /// The whole endpoint id.
    pub endpoint: &'a EndpointId,
    /// Begin of the window. Moved up when the window would exceed the provider's 90 days.
    pub from: DateTime<Utc>,
    /// End of the window.
    pub until: DateTime<Utc>,
}

/// What the books say.
#[derive(Clone, Debug, PartialEq)]
pub enum BillingAnswer {
    /// The request was billed.
    Billed(BillingEvent),
    /// There is no such entry, at least not yet.
    Absent,
    /// This key may not read the books; it takes one with the ADMIN scope.
    Unsupported,
}

/// One entry of the books.
#[derive(Clone, Debug, PartialEq)]
pub struct BillingEvent {
    /// The request.
    pub request_id: String,
    /// When it was billed.
    pub timestamp: Option<DateTime<Utc>>,
    /// Cost after discount, in billionths of a US dollar. A fraction is rounded up.
    pub cost_nano_usd: u64,
    /// Quantity billed, in the model's unit, as the provider writes it.
    pub output_units: Option<serde_json::Number>,
}

/// A page as on the wire.
#[derive(Deserialize)]
struct Page {
    billing_events: Vec<Value>,
    #[serde(default)]
    next_cursor: Option<String>,
    #[serde(default)]
    has_more: Option<bool>,
}

impl FalClient {
    /// Looks up what a request cost.
    ///
    /// **Source**: provider documentation, `GET /models/billing-events`, read November 2026.
    ///
    /// # Errors
    /// [`Error`]: nothing was learnt; ask again as [`Error::retry`] says.
    pub async fn billing_event(&self, query: &BillingQuery<'_>) -> Result<BillingAnswer, Error> {
        let mut cursor: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let page = match self.billing_page(query, cursor.as_deref()).await {
                Ok(page) => page,
                Err(error) if is_unsupported(&error) => return Ok(BillingAnswer::Unsupported),
                Err(error) => return Err(error),
            };
            if let Some(event) = page
                .billing_events
                .iter()
                .find_map(|event| read(event, query.request_id))
            {
                return Ok(BillingAnswer::Billed(event));
            }
            let next = page
                .next_cursor
                .filter(|next| page.has_more.unwrap_or(true) && Some(next) != cursor.as_ref());
            let Some(next) = next else { break };
            cursor = Some(next);
        }
        Ok(BillingAnswer::Absent)
    }

    async fn billing_page(&self, query: &BillingQuery<'_>, cursor: Option<&str>) -> Result<Page, Error> {
        let request = self.keyed(Method::GET, self.billing_url(query, cursor))?;
        self.control(request).await?.success_json()
    }

    fn billing_url(&self, query: &BillingQuery<'_>, cursor: Option<&str>) -> Url {
        let mut url = urls::join(&self.config().api_url, ["models", "billing-events"]);
        let from = query.from.max(query.until - MAX_SPAN);
        url.query_pairs_mut()
            .append_pair("endpoint_id", query.endpoint.as_str())
            .append_pair("start", &time(from))
            .append_pair("end", &time(query.until))
            .append_pair("limit", "100");
        if let Some(cursor) = cursor {
            url.query_pairs_mut().append_pair("cursor", cursor);
        }
        url
    }
}

/// Reads the entry if it is the request's. An entry without a cost is not one.
fn read(event: &Value, request_id: &str) -> Option<BillingEvent> {
    if event.get("request_id")?.as_str()? != request_id {
        return None;
    }
    Some(BillingEvent {
        request_id: request_id.to_owned(),
        timestamp: event.get("timestamp").and_then(|at| DateTime::deserialize(at).ok()),
        cost_nano_usd: whole(event.get("cost_estimate_nano_usd")?)?,
        output_units: event.get("output_units").and_then(Value::as_number).cloned(),
    })
}

fn whole(cost: &Value) -> Option<u64> {
    cost.as_u64().or_else(|| {
        let cost = cost.as_f64().filter(|cost| (0.0..1e18).contains(cost))?;
        Some(cost.ceil() as u64)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn costs_are_whole_billionths_rounded_up() {
        assert_eq!(whole(&json!(25_000_000)), Some(25_000_000));
        assert_eq!(whole(&json!(0.2)), Some(1));
        assert_eq!(whole(&json!(-1)), None);
        assert_eq!(whole(&json!("3")), None);
    }
}
