//! One job with the calls to the provider that it made.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{JobCard, View};

/// The page of one job.
#[derive(Debug, Clone, Serialize)]
pub struct JobPage {
    pub job: JobCard,
    /// -100 to 100.
    pub priority: i32,
    /// Why the form for the priority came back.
    pub priority_error: Option<String>,
    /// The page of the batch that it belongs to.
    pub batch_href: Option<String>,
    pub attempts: Vec<Attempt>,
}

/// A call to the provider.
#[derive(Debug, Clone, Serialize)]
pub struct Attempt {
    /// From 1 on.
    pub number: i32,
    /// How often its user had started the job again before.
    pub round: i32,
    /// The plugin's word for what it does.
    pub label: String,
    pub endpoint: String,
    /// `intended`, `unknown`, `accepted`, `succeeded`, `refused`, `failed`, `cancelled` or `dead`.
    pub state: &'static str,
    /// The provider's name for it.
    pub request_id: Option<String>,
    /// Why it brought no result.
    pub error: Option<String>,
    pub created_at: DateTime<Utc>,
    /// From sending it to its end, in seconds.
    pub duration_s: Option<f64>,
    /// What followed when it brought no result: `retried`, `retry_later` or `given_up`.
    pub decision: Option<&'static str>,
    /// With `retry_later`: when.
    pub retry_at: Option<DateTime<Utc>>,
}

impl View for JobPage {
    const PAGE: &'static str = "pages/job/page.html";
}
