//! Batches that recur: the list, one schedule, and the form for one.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{FieldError, FormErrors, NamedLink, View};

/// All schedules of a user.
#[derive(Debug, Clone, Serialize)]
pub struct SchedulesPage {
    pub schedules: Vec<ScheduleCard>,
    /// The address of the next page.
    pub next_href: Option<String>,
}

/// A schedule in short.
#[derive(Debug, Clone, Serialize)]
pub struct ScheduleCard {
    pub id: String,
    pub name: String,
    pub cron: String,
    /// An IANA zone.
    pub zone: String,
    /// Why it is paused, if it is: `owner`, `owner_inactive` or `failures`.
    pub pause_reason: Option<String>,
    pub next_due_at: Option<DateTime<Utc>>,
}

/// The page of one schedule.
#[derive(Debug, Clone, Serialize)]
pub struct SchedulePage {
    pub schedule: ScheduleCard,
    pub rules: ScheduleRules,
    /// Failed runs in a row.
    pub failures: u32,
    /// The next runs and what they cost; none where the request cannot be made any more.
    pub coming: Option<Coming>,
    /// Why there is no forecast.
    pub complaint: Option<String>,
    pub runs: Vec<RunLine>,
    /// The address of the next page of runs.
    pub next_href: Option<String>,
    /// Names this page's wish to run it now, so that two clicks are one.
    pub key: String,
}

/// What a schedule does when things get in its way.
#[derive(Debug, Clone, Serialize)]
pub struct ScheduleRules {
    /// `skip`, `queue`, `cancel_previous` or `allow`.
    pub overlap: &'static str,
    /// `skip`, `once` or `all`.
    pub misfire: &'static str,
    /// Seconds.
    pub jitter_s: u32,
    pub budget_credits: Option<f64>,
    /// Failed runs in a row after which it is paused; 0 is never.
    pub pause_after: u32,
}

/// The next runs.
#[derive(Debug, Clone, Serialize)]
pub struct Coming {
    /// As the clock of the zone shows them.
    pub times: Vec<String>,
    /// Due times of the next 30 days.
    pub per_month: u64,
    /// The likely price of one run.
    pub run_credits: f64,
    /// Of all runs of 30 days.
    pub month_credits: f64,
}

/// A due time and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct RunLine {
    pub due_at: DateTime<Utc>,
    pub state: String,
    pub message: Option<String>,
    /// The page of its batch.
    pub batch_href: Option<String>,
    /// Somebody asked for it.
    pub is_manual: bool,
}

/// The form for a schedule.
#[derive(Debug, Clone, Serialize)]
pub struct ScheduleEditorPage {
    /// Of the one that is changed; none for a new one.
    pub id: Option<String>,
    pub values: ScheduleTyped,
    /// What can be asked for each time; ids are `preset:…` or `batch:…`.
    pub requests: Vec<NamedLink>,
    pub zones: Vec<&'static str>,
    /// After a preview.
    pub coming: Option<Coming>,
    pub errors: FormErrors,
}

/// The controls as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ScheduleTyped {
    pub name: String,
    /// The version of the schedule that is changed.
    pub version: String,
    /// `preset:…`, `batch:…`, or `keep` for the one that it has.
    pub request: String,
    /// `hour`, `day`, `weekday`, `week`, `month` or `custom`.
    pub every: String,
    /// `09:30`.
    pub at: String,
    /// `mon`, ….
    pub weekday: String,
    /// 1 to 28.
    pub day: String,
    /// The line itself, for `custom`.
    pub cron: String,
    pub zone: String,
    pub overlap: String,
    pub misfire: String,
    pub misfire_max: String,
    pub jitter_s: String,
    pub budget_credits: String,
    pub pause_after: String,
}

impl ScheduleEditorPage {
    const CONTROLS: [&str; 10] = [
        "name",
        "request",
        "at",
        "day",
        "cron",
        "zone",
        "misfire_max",
        "jitter_s",
        "budget_credits",
        "pause_after",
    ];

    /// Sorts complaints to the controls that they are about.
    #[must_use]
    pub fn sort_errors(errors: &[FieldError]) -> FormErrors {
        FormErrors::sort(&Self::CONTROLS, errors)
    }
}

impl View for SchedulesPage {
    const PAGE: &'static str = "pages/schedules/page.html";
}

impl View for SchedulePage {
    const PAGE: &'static str = "pages/schedule/page.html";
}

impl View for ScheduleEditorPage {
    const PAGE: &'static str = "pages/schedule_editor/page.html";
}
