//! The end of a job: its output, or the model's error.

use std::str::FromStr;

use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;
use url::Url;

use crate::{
    Error, FalClient, Kind, ProviderError,
    classify::{self, ErrorBody},
    transport::Reply,
};

/// Quantity billed, in units of the model's price. On every model reply; `0` for rejected input.
const BILLABLE_UNITS: &str = "x-fal-billable-units";

/// What the provider keeps under a job's id.
#[derive(Debug)]
pub enum ResultOutcome {
    /// The job succeeded.
    Output(Output),
    /// It is still waiting or running.
    NotFinished,
    /// The id is unknown or its result has expired.
    Gone,
    /// The job failed, for good: this request will never have another result. [`ProviderError::retry`] says whether
    /// a *new* request makes sense.
    ModelError(ProviderError),
}

/// A model's output.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// The output object, bare. Seeds may exceed 2^53: read them as `u64` and hand them to browsers as text.
    pub json: Value,
    /// What the job is billed by.
    pub billable_units: Option<BillableUnits>,
    /// The provider's id of the reply, for a support request.
    pub request_id: Option<String>,
}

/// A billed quantity, in billionths of a unit, so that money needs no floating point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BillableUnits {
    /// Billionths (10⁻⁹) of the unit the model is priced in.
    pub nano_units: u64,
}

impl FromStr for BillableUnits {
    type Err = ();

    /// Reads a plain decimal such as `1.0` or `0.0123`. Digits beyond the ninth decimal are rounded up.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if whole.is_empty() || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(());
        }
        let nano = format!("{fraction:0<9.9}").parse::<u64>().map_err(drop)?;
        let excess = fraction.bytes().skip(9).any(|digit| digit != b'0');
        let whole = whole
            .parse::<u64>()
            .map_err(drop)?
            .checked_mul(1_000_000_000)
            .ok_or(())?;
        let nano_units = whole
            .checked_add(nano)
            .and_then(|sum| sum.checked_add(u64::from(excess)))
            .ok_or(())?;
        Ok(Self { nano_units })
    }
}

impl FalClient {
    /// Fetches the end of a job.
    ///
    /// # Errors
    /// [`Error`]: nothing was learnt about the job, above all not that it failed. A gateway's 503 on the way to a
    /// finished picture looks much like a model's; only an answer that is proven to be the model's own becomes
    /// [`ResultOutcome::ModelError`] (a model reply's header, a named platform error, or the list form of `detail`).
    /// A caller that sees the same [`Error::Provider`] for minutes after the status said `COMPLETED` with an error
    /// may believe it.
    pub async fn result(&self, response_url: &Url) -> Result<ResultOutcome, Error> {
        let request = self
            .keyed(Method::GET, response_url.clone())?
            .timeout(self.config().timeouts.result);
        let reply = self.read(request, self.config().limits.result_bytes).await?;
        judge(&reply)
    }
}

fn judge(reply: &Reply) -> Result<ResultOutcome, Error> {
    if reply.status.is_success() {
        return output(reply).map(ResultOutcome::Output);
    }
    let body = reply.error_body();
    if is_in_progress(reply, &body) {
        return Ok(ResultOutcome::NotFinished);
    }
    let error = reply.error();
    match error.kind {
        Kind::Gone => Ok(ResultOutcome::Gone),
        _ if is_final(reply, &body, &error) => Ok(ResultOutcome::ModelError(error)),
        _ => Err(error.into()),
    }
}

/// The output, unless it is an error in a success's clothes.
fn output(reply: &Reply) -> Result<Output, Error> {
    let json: Value = reply.json()?;
    if is_error_body(&json) {
        return Err(reply.error().into());
    }
    Ok(Output {
        json,
        billable_units: billable_units(&reply.headers),
        request_id: classify::request_id(&reply.headers),
    })
}

/// An object that holds a `detail` and nothing a model would put out: seen with status 200, as the concurrency error is.
fn is_error_body(json: &Value) -> bool {
    const ERROR_MEMBERS: [&str; 6] = ["detail", "error", "error_type", "type", "data", "status"];
    let Value::Object(members) = json else { return false };
    let only_error = members.keys().all(|name| ERROR_MEMBERS.contains(&name.as_str()));
    only_error && (members.contains_key("detail") || members.contains_key("error"))
}

fn billable_units(headers: &HeaderMap) -> Option<BillableUnits> {
    classify::header_text(headers, BILLABLE_UNITS)?.parse().ok()
}

/// `400 {"detail": "Request is still in progress", "status_url": …}`, as recorded in provider traffic.
fn is_in_progress(reply: &Reply, body: &ErrorBody) -> bool {
    reply.status == StatusCode::BAD_REQUEST && body.message.as_deref() == Some("Request is still in progress")
}

/// Whether this is the job's own end. The gateway and the account speak in between, too: a rate limit or a locked
/// account says nothing about a finished job.
fn is_final(reply: &Reply, body: &ErrorBody, error: &ProviderError) -> bool {
    match error.kind {
        Kind::RateLimited { .. } | Kind::AccountBlocked | Kind::Malformed => false,
        Kind::UnknownEndpoint => true,
        _ => classify::is_from_model(&reply.headers, body) || is_plain_client_error(reply, body),
    }
}

/// A 4xx with a sentence: gateways blame themselves (5xx), so the blame of the input is the model's.
fn is_plain_client_error(reply: &Reply, body: &ErrorBody) -> bool {
    matches!(reply.status.as_u16(), 400 | 413 | 415 | 422 | 499) && body.message.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn billable_units_are_exact() {
        let cases = [
            ("1.0", Some(1_000_000_000)),
            ("0", Some(0)),
            ("0.0123", Some(12_300_000)),
            ("3.", Some(3_000_000_000)),
            ("0.0000000001", Some(1)),
            ("2.5000000000", Some(2_500_000_000)),
            ("-1", None),
            (".5", None),
            ("1e3", None),
            ("1.-5", None),
            ("99999999999999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(
                text.parse().ok().map(|units: BillableUnits| units.nano_units),
                expected,
                "{text}"
            );
        }
    }
}
