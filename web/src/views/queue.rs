//! The user's jobs.

use serde::Serialize;

use super::{BatchCard, JobCard, PartView, View};
use crate::paths;

/// The page of jobs, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct QueuePage {
    pub filter: QueueFilter,
    pub counts: QueueCounts,
    pub jobs: Vec<JobCard>,
    /// The batches that have not ended.
    pub batches: Vec<BatchCard>,
    /// The user's waiting jobs are held back.
    pub is_paused: bool,
    /// What came of the wish to run all failed jobs again.
    pub redriven: Option<Redriven>,
    /// The address of the next page.
    pub next_href: Option<String>,
}

/// What came of running failed jobs again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Redriven {
    /// Jobs that wait again.
    pub restarted: u64,
    /// Jobs that stay failed.
    pub skipped: u64,
}

impl QueuePage {
    /// A page of jobs of a queue that is not paused and without batches. `next_cursor` is the keyset cursor of the next page, if there is one.
    #[must_use]
    pub fn new(filter: QueueFilter, counts: QueueCounts, jobs: Vec<JobCard>, next_cursor: Option<&str>) -> Self {
        let next_href = next_cursor.map(|cursor| paths::queue(filter.name(), Some(cursor)));
        Self {
            filter,
            counts,
            jobs,
            batches: Vec::new(),
            is_paused: false,
            redriven: None,
            next_href,
        }
    }
}

/// Which jobs are listed, by the query parameter `state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum QueueFilter {
    #[default]
    All,
    Running,
    Waiting,
    Done,
    /// Failed or cancelled.
    Failed,
}

impl QueueFilter {
    /// The value of the query parameter.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// The filter of that name; all jobs for anything else.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        [Self::Running, Self::Waiting, Self::Done, Self::Failed]
            .into_iter()
            .find(|filter| filter.name() == name)
            .unwrap_or_default()
    }
}

/// How many jobs each filter would list.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct QueueCounts {
    pub all: u64,
    pub running: u64,
    pub waiting: u64,
    pub done: u64,
    pub failed: u64,
    /// Those that failed and were not cancelled: what can be run again all at once.
    pub restartable: u64,
}

impl View for QueuePage {
    const PAGE: &'static str = "pages/queue/page.html";
}

impl PartView for QueuePage {
    const PART: &'static str = "pages/queue/_jobs.html";
}
