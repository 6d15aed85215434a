//! Many jobs at once.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use reqwest::{Method, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::call::Call;
use crate::{Client, Error, Page, Position, Waiting};

/// A batch as the studio tells it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Batch {
    /// Names it.
    pub id: Uuid,
    /// For people.
    pub name: String,
    /// `running`, `paused`, `cancelling` or `ended`.
    pub state: String,
    /// Why it does not go on.
    pub waiting: Option<Waiting>,
    /// Rows in all.
    pub rows: u32,
    /// Wrong rows that were left out.
    pub broken_rows: u32,
    /// The others by where they stand.
    pub counts: BatchCounts,
    /// The likely price in credits.
    pub estimated_credits: f64,
    /// What was paid so far.
    pub cost_credits: f64,
    /// When it will be done at the present pace.
    pub expected_end: Option<DateTime<Utc>>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Whatever else the studio says.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Rows by where they stand.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct BatchCounts {
    pub queued: u32,
    pub running: u32,
    pub completed: u32,
    pub failed: u32,
    pub cancelled: u32,
}

impl Batch {
    /// All its rows have ended.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.state == "ended"
    }

    /// Rows that have ended, broken ones included.
    #[must_use]
    pub fn done(&self) -> u32 {
        self.broken_rows + self.counts.completed + self.counts.failed + self.counts.cancelled
    }
}

/// A request for many jobs; `docs/API.md` describes `spec` and `defaults`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BatchRequest {
    /// `None` calls it after its first prompt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the rows come from.
    pub spec: Value,
    /// What rows take that do not say otherwise.
    pub defaults: Map<String, Value>,
    /// Where the pictures go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<Uuid>,
    /// -100 to 100.
    pub priority: i32,
    /// Leaves wrong rows out.
    pub skip_broken_rows: bool,
    /// The table, if `spec` says `csv`.
    #[serde(skip)]
    pub table: Option<Table>,
}

/// The bytes of a CSV file, in any of the encodings that the studio tells apart; 64 MiB at most.
#[derive(Clone, Debug)]
pub struct Table(pub Bytes);

/// What a batch would be.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Forecast {
    /// Rows in all.
    pub rows: u32,
    /// Rows that are wrong.
    pub broken_rows: u32,
    /// Pictures of the others.
    pub images: u64,
    /// The first complaints.
    pub errors: Vec<RowError>,
    /// In credits.
    pub cost: Cost,
    /// What can be spent, in credits.
    pub balance_credits: f64,
    /// Seconds: `from_s` and `to_s`.
    pub duration: BTreeMap<String, f64>,
    /// Whatever else the studio says.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct RowError {
    /// From 0 on.
    pub row: u32,
    /// Of the table, from 1 on.
    pub line: Option<u64>,
    /// Its name.
    pub field: String,
    /// A sentence.
    pub message: String,
}

/// A price in credits.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Cost {
    pub low_credits: f64,
    pub expected_credits: f64,
    pub high_credits: f64,
}

#[derive(Deserialize)]
struct Envelope {
    batch: Batch,
}

impl Client {
    /// What a batch would be. Sets nothing aside.
    ///
    /// # Errors
    /// [`Error::Refused`] with `invalid` when it has no rows at all; wrong rows are part of the forecast.
    pub async fn preview_batch(&self, request: &BatchRequest) -> Result<Forecast, Error> {
        self.read(&with_body(Call::post(&["api/batches/preview"]), request).looks())
            .await
    }

    /// Asks for all of it. `key` names the request: sent twice, it is carried out once.
    ///
    /// # Errors
    /// [`Error::Refused`] with `invalid`, `insufficient_credits`, `budget_reached` or `conflict`; otherwise as every request.
    pub async fn submit_batch(&self, request: &BatchRequest, key: &str) -> Result<Batch, Error> {
        let call = with_body(Call::post(&["api/generate/batch"]), request).once(key);
        Ok(self.read::<Envelope>(&call).await?.batch)
    }

    /// A page of batches, newest first.
    ///
    /// # Errors
    /// As every request.
    pub async fn batches(&self, at: &Position) -> Result<Page<Batch>, Error> {
        let call = Call::get(&["api/batches"])
            .query("limit", at.limit.to_string())
            .query("cursor", at.cursor.as_deref().unwrap_or_default());
        self.read(&call).await
    }

    /// One batch.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found`; otherwise as every request.
    pub async fn batch(&self, id: Uuid) -> Result<Batch, Error> {
        let id = id.to_string();
        Ok(self.read::<Envelope>(&Call::get(&["api/batches", &id])).await?.batch)
    }

    /// Holds a batch back.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found`, or `conflict` when it has ended.
    pub async fn pause_batch(&self, id: Uuid) -> Result<Batch, Error> {
        self.change_batch(Method::PUT, &["api/batches", &id.to_string(), "pause"])
            .await
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// As for pausing it.
    pub async fn resume_batch(&self, id: Uuid) -> Result<Batch, Error> {
        self.change_batch(Method::DELETE, &["api/batches", &id.to_string(), "pause"])
            .await
    }

    /// Cancels what has not ended.
    ///
    /// # Errors
    /// As for pausing it.
    pub async fn cancel_batch(&self, id: Uuid) -> Result<Batch, Error> {
        self.change_batch(Method::DELETE, &["api/batches", &id.to_string()])
            .await
    }

    /// Its originals and manifests as a ZIP archive, while it is being made.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found` or `limit_reached`; otherwise as every request.
    pub async fn export_batch(&self, id: Uuid) -> Result<Response, Error> {
        self.send(&Call::get(&["api/batches", &id.to_string(), "export"])).await
    }

    async fn change_batch(&self, method: Method, path: &[&str]) -> Result<Batch, Error> {
        Ok(self.read::<Envelope>(&Call::new(method, path)).await?.batch)
    }
}

fn with_body<'a>(call: Call<'a>, request: &BatchRequest) -> Call<'a> {
    match &request.table {
        Some(Table(bytes)) => call.form(request, bytes.clone()),
        None => call.json(request),
    }
}
