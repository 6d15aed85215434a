//! A job as cards show it, from pressing the button to the pictures.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{ExpectedWords, ImageTile};

/// One job of the user. The card has the id `job-<id>` in the page, which live updates replace.
#[derive(Debug, Clone, Serialize)]
pub struct JobCard {
    pub id: String,
    pub model_name: String,
    pub prompt: String,
    pub status: JobStatus,
    /// While `processing`: `planning`, `submitting`, `submitted`, `running`, `ingesting` or `unknown`.
    pub phase: Option<String>,
    /// Place in the queue while waiting, from 1; here or at the provider.
    pub position: Option<u32>,
    /// Per cent, 0 to 100, where it is known.
    pub progress: Option<u8>,
    /// The provider's last log line or why the job waits.
    pub message: Option<String>,
    /// How long it is likely to take yet.
    pub expected: Option<ExpectedWords>,
    /// The pictures that are there already, in order.
    pub images: Vec<ImageTile>,
    /// Pictures asked for; as many places are drawn while the job is under way.
    pub num_images: u32,
    /// Expected pixels, at least 1; decide the shape of the places.
    pub width: u32,
    /// Expected pixels, at least 1.
    pub height: u32,
    /// What it costs: the hold while under way, the charge afterwards.
    pub cost_credits: f64,
    pub created_at: DateTime<Utc>,
    /// The user holds it back.
    pub is_paused: bool,
    /// The user may pause it and change its order.
    pub can_steer: bool,
    /// The user may cancel it now.
    pub can_cancel: bool,
    /// The user may run it again.
    pub can_retry: bool,
    /// How the request was translated for the model, sentences from the plugin.
    pub notes: Vec<String>,
    /// Why it failed, a sentence for the user.
    pub error_message: Option<String>,
}

/// The state of a job; the same words as in the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum JobStatus {
    Pending,
    Processing,
    Completed,
    Failed,
    Cancelled,
}
