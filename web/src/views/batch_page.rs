//! The list of batches, and one batch with its rows.

use chrono::{DateTime, Utc};
use minijinja::context;
use serde::Serialize;

use super::{BatchCard, Frame, JobCard, View};
use crate::{
    paths,
    templates::{RenderError, Templates, value},
};

/// All batches of a user.
#[derive(Debug, Clone, Serialize)]
pub struct BatchesPage {
    /// Those under way; live.
    pub open: Vec<BatchCard>,
    /// A page of those that have ended, newest first.
    pub ended: Vec<BatchSummary>,
    /// The address of the next page.
    pub next_href: Option<String>,
}

/// A batch with its numbers.
#[derive(Debug, Clone, Serialize)]
pub struct BatchSummary {
    pub card: BatchCard,
    /// Rows that wait for their turn, or are not jobs yet.
    pub queued: u32,
    pub completed: u32,
    pub cancelled: u32,
    /// Rows that were wrong and left out.
    pub broken: u32,
    /// -100 to 100.
    pub priority: i32,
    /// The likely price as it was forecast, in credits.
    pub estimated_credits: f64,
    /// What is set aside now.
    pub held_credits: f64,
    /// What was paid so far.
    pub cost_credits: f64,
    pub created_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The page of the batch that this one runs again.
    pub parent_href: Option<String>,
}

/// The page of one batch.
#[derive(Debug, Clone, Serialize)]
pub struct BatchPage {
    pub batch: BatchSummary,
    pub filter: RowFilter,
    pub axes: Vec<Axis>,
    pub rows: Vec<BatchRow>,
    /// The address of the next page of rows.
    pub next_href: Option<String>,
    /// Names this page's wish to run it again, so that two clicks are one.
    pub key: String,
    /// What stands in the fields for priority and name.
    pub values: BatchValues,
    /// What was done just now.
    pub notice: Option<BatchNotice>,
    /// Why what was asked for was not done.
    pub error: Option<String>,
}

/// The texts of the fields of a batch's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatchValues {
    pub priority: String,
    /// Of the preset to be.
    pub name: String,
}

impl From<(String, String)> for BatchValues {
    fn from((priority, name): (String, String)) -> Self {
        Self { priority, name }
    }
}

/// What was done with a batch; the page says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BatchNotice {
    /// Its request is a preset now.
    Kept,
    /// It has another priority.
    Moved,
    /// Its failed rows wait again.
    Restarted,
    /// Only some of them do.
    RestartedSome,
}

impl BatchNotice {
    const ALL: [Self; 4] = [Self::Kept, Self::Moved, Self::Restarted, Self::RestartedSome];

    /// The value of the query parameter `did`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Moved => "moved",
            Self::Restarted => "restarted",
            Self::RestartedSome => "restarted-some",
        }
    }

    /// The notice of that name; none for anything else.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }
}

/// Which rows are listed. Empty texts do not limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RowFilter {
    /// `pending`, `processing`, `completed`, `failed` or `cancelled`.
    pub status: String,
    /// An axis and a value of it: `color:red`.
    pub axis: String,
    pub tabs: Vec<RowTab>,
}

/// A link to the rows in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowTab {
    /// Empty for all.
    pub status: &'static str,
    pub href: String,
    pub count: u32,
    pub is_current: bool,
}

/// An axis of the grid.
#[derive(Debug, Clone, Serialize)]
pub struct Axis {
    pub name: String,
    /// The first values.
    pub values: Vec<AxisValue>,
    /// How many values are not among them.
    pub others: usize,
}

/// A link to the rows at one value of an axis.
#[derive(Debug, Clone, Serialize)]
pub struct AxisValue {
    pub text: String,
    pub href: String,
    pub is_current: bool,
}

/// A row that is a job.
#[derive(Debug, Clone, Serialize)]
pub struct BatchRow {
    /// Its number, from 1 on.
    pub number: u32,
    /// Where it stands in the grid: `color: red`.
    pub axes: Vec<String>,
    pub job: JobCard,
}

impl RowFilter {
    /// The states that rows are listed by.
    pub const STATUSES: [&'static str; 6] = ["", "processing", "pending", "completed", "failed", "cancelled"];

    /// The filter with a link for each state.
    #[must_use]
    pub fn new(batch: &BatchSummary, status: &str, axis: &str) -> Self {
        let tab = |name| RowTab {
            status: name,
            href: paths::batch_rows(&batch.card.id, name, axis, ""),
            count: batch.count(name),
            is_current: name == status,
        };
        Self {
            status: status.to_owned(),
            axis: axis.to_owned(),
            tabs: Self::STATUSES.into_iter().map(tab).collect(),
        }
    }
}

impl BatchSummary {
    /// Rows in that state; all for any other word.
    fn count(&self, status: &str) -> u32 {
        match status {
            "processing" => self.card.running,
            "pending" => self.queued,
            "completed" => self.completed,
            "failed" => self.card.failed,
            "cancelled" => self.cancelled,
            _ => self.card.total,
        }
    }
}

impl View for BatchesPage {
    const PAGE: &'static str = "pages/batches/page.html";
}

impl View for BatchPage {
    const PAGE: &'static str = "pages/batch/page.html";
}

/// The numbers of a batch, in the place of those on its page.
///
/// # Errors
/// As [`View::render`].
pub fn batch_summary_partial(
    templates: &Templates,
    frame: &Frame,
    batch: &BatchSummary,
) -> Result<String, RenderError> {
    templates.render(
        frame.lang,
        "live/batch.html",
        context! { frame => value(frame), batch => value(batch) },
    )
}
