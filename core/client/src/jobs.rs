//! Requests for pictures and what becomes of them.

use chrono::{DateTime, Utc};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::call::Call;
use crate::{Client, Error, Image, Page, Position};

/// A job as the studio tells it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Job {
    /// Names it.
    pub id: Uuid,
    /// `pending`, `processing`, `completed`, `failed` or `cancelled`.
    pub status: String,
    /// What is done while it is processing.
    pub phase: Option<String>,
    /// How many go before it.
    pub position: Option<u32>,
    /// Per cent, where the model tells.
    pub progress: Option<u8>,
    /// Why it does not move.
    pub waiting: Option<Waiting>,
    /// Pictures that are there.
    pub images: Vec<Image>,
    /// Why it failed: a stable word.
    pub error_code: Option<String>,
    /// Why it failed: a sentence.
    pub error_message: Option<String>,
    /// The model that is asked.
    pub model_id: String,
    /// The batch that it is a row of.
    pub batch_id: Option<Uuid>,
    /// What is asked for.
    pub prompt: String,
    /// How many pictures, 1 or more.
    pub num_images: u32,
    /// The likely price in credits.
    pub estimated_credits: f64,
    /// The price, once it is completed.
    pub cost_credits: Option<f64>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub completed_at: Option<DateTime<Utc>>,
    /// Whatever else the studio says.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Why a job or a batch waits.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Waiting {
    /// A stable word.
    pub code: String,
    /// A sentence.
    pub message: String,
    /// When it is looked at again.
    pub until: Option<DateTime<Utc>>,
}

impl Job {
    /// Nothing more happens to it by itself.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        matches!(self.status.as_str(), "completed" | "failed" | "cancelled")
    }

    /// It ended with its pictures.
    #[must_use]
    pub fn is_completed(&self) -> bool {
        self.status == "completed"
    }
}

/// A request for pictures from a prompt.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TextToImage {
    /// `None` takes the project's model, or the user's usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_id: Option<String>,
    /// What to show.
    pub prompt: String,
    /// What not to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative_prompt: Option<String>,
    /// The model's own parameters.
    pub parameters: Map<String, Value>,
    /// 1 to what the model allows.
    pub num_images: u32,
    /// 0 to 4,294,967,295; `None` draws one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// Where the pictures go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<Uuid>,
    /// -100 to 100.
    pub priority: i32,
}

/// Which jobs.
#[derive(Clone, Debug, Default)]
pub struct JobQuery {
    /// Only in this state; empty for all.
    pub status: String,
    /// Only those that have not ended.
    pub active: bool,
}

#[derive(Deserialize)]
struct Envelope {
    job: Job,
}

impl Client {
    /// Asks for pictures. `key` names the request: sent twice, it is carried out once.
    ///
    /// # Errors
    /// [`Error::Refused`] with `invalid`, `insufficient_credits`, `budget_reached` or `conflict`; otherwise as every request.
    pub async fn text_to_image(&self, request: &TextToImage, key: &str) -> Result<Job, Error> {
        let call = Call::post(&["api/generate/text-to-image"]).json(request).once(key);
        Ok(self.read::<Envelope>(&call).await?.job)
    }

    /// A page of jobs, newest first.
    ///
    /// # Errors
    /// As every request.
    pub async fn jobs(&self, query: &JobQuery, at: &Position) -> Result<Page<Job>, Error> {
        let call = Call::get(&["api/generate/queue"])
            .query("status", query.status.as_str())
            .query("active", if query.active { "true" } else { "" })
            .query("limit", at.limit.to_string())
            .query("cursor", at.cursor.as_deref().unwrap_or_default());
        self.read(&call).await
    }

    /// One job.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found`; otherwise as every request.
    pub async fn job(&self, id: Uuid) -> Result<Job, Error> {
        let id = id.to_string();
        self.read(&Call::get(&["api/generate/queue", &id, "status"])).await
    }

    /// Cancels a job; doing it twice is fine.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found`, or `conflict` when it has ended otherwise.
    pub async fn cancel_job(&self, id: Uuid) -> Result<Job, Error> {
        let id = id.to_string();
        let call = Call::new(Method::DELETE, &["api/generate/queue", &id]);
        Ok(self.read::<Envelope>(&call).await?.job)
    }

    /// Runs a failed or cancelled job again.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found`, or `conflict` when it is neither.
    pub async fn retry_job(&self, id: Uuid) -> Result<Job, Error> {
        let id = id.to_string();
        let call = Call::post(&["api/generate/queue", &id, "retry"]);
        Ok(self.read::<Envelope>(&call).await?.job)
    }
}
