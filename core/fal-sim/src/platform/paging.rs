//! Pages of ended requests: a time window, newest first, keyed by end time and id.

use axum::response::Response;
use base64::Engine as _;
use chrono::{DateTime, TimeDelta, Utc};

use super::error;
use crate::{
    call::{Call, Refused},
    jobs::{Job, Order, Outcome},
    state::Sim,
};

/// Rows of a page. Source: provider documentation (read November 2026).
const DEFAULT_LIMIT: usize = 50;
const MAX_LIMIT: usize = 100;

/// An ended request.
pub(super) struct Ended {
    pub(super) order: Order,
    pub(super) outcome: Outcome,
    pub(super) started_at: Option<DateTime<Utc>>,
}

/// One page.
pub(super) struct Page {
    pub(super) rows: Vec<Ended>,
    pub(super) next_cursor: Option<String>,
}

/// What to look for.
pub(super) struct Window {
    start: DateTime<Utc>,
    end: Option<DateTime<Utc>>,
    limit: usize,
    after: Option<(i64, String)>,
}

impl Window {
    /// Reads `start`, `end`, `limit` and `cursor`; `start` defaults to `default_age` ago.
    pub(super) fn read(call: &Call, default_age: TimeDelta) -> Result<Self, Refused> {
        let limit = call.query("limit").map_or(Ok(DEFAULT_LIMIT), str::parse);
        Ok(Self {
            start: time(call, "start")?.unwrap_or_else(|| Utc::now() - default_age),
            end: time(call, "end")?,
            limit: limit
                .ok()
                .filter(|limit| (1..=MAX_LIMIT).contains(limit))
                .ok_or_else(|| Box::new(invalid("limit must be between 1 and 100")))?,
            after: call
                .query("cursor")
                .map(|text| parse_cursor(text).ok_or_else(|| Box::new(invalid("cursor is not valid"))))
                .transpose()?,
        })
    }

    /// The matching rows behind the cursor.
    pub(super) fn page(&self, sim: &Sim, matches: impl Fn(&Job, &Outcome) -> bool) -> Page {
        let mut rows: Vec<Ended> = sim
            .jobs()
            .iter()
            .filter_map(|job| {
                let outcome = job
                    .outcome
                    .as_ref()
                    .filter(|outcome| self.contains(outcome) && matches(job, outcome))?;
                Some(Ended {
                    order: job.order.clone(),
                    outcome: outcome.clone(),
                    started_at: job.started_at,
                })
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.key()));
        if let Some(after) = &self.after {
            rows.retain(|row| row.key() < *after);
        }
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next_cursor = rows.last().filter(|_| more).map(Ended::cursor);
        Page { rows, next_cursor }
    }

    fn contains(&self, outcome: &Outcome) -> bool {
        outcome.ended_at >= self.start && self.end.is_none_or(|end| outcome.ended_at <= end)
    }
}

impl Ended {
    fn key(&self) -> (i64, String) {
        (self.outcome.ended_at.timestamp_micros(), self.order.id.clone())
    }

    fn cursor(&self) -> String {
        let (micros, id) = self.key();
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("{micros} {id}"))
    }
}

fn parse_cursor(text: &str) -> Option<(i64, String)> {
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (micros, id) = text.split_once(' ')?;
    Some((micros.parse().ok()?, id.to_owned()))
}

fn time(call: &Call, name: &str) -> Result<Option<DateTime<Utc>>, Refused> {
    let Some(text) = call.query(name) else { return Ok(None) };
    DateTime::parse_from_rfc3339(text)
        .map(|time| Some(time.to_utc()))
        .map_err(|_| Box::new(invalid(&format!("{name} must be an RFC 3339 time"))))
}

/// The platform API's answer to a bad parameter.
pub(super) fn invalid(message: &str) -> Response {
    error(400, "validation_error", message)
}
