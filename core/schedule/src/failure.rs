//! When a schedule that keeps failing is paused, so that it does not fail all night.

use serde::{Deserialize, Serialize};

/// How many failures in a row a schedule may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailurePolicy {
    /// Pause after so many failed runs in a row; 0 is never.
    pub pause_after: u32,
}

/// How a run of a schedule ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RunEnd {
    /// It did what it should.
    Succeeded,
    /// It did not.
    Failed,
    /// Someone, or [`crate::Overlap::CancelPrevious`], stopped it. Says nothing about the next run.
    Cancelled,
}

/// What to store after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AfterRun {
    /// Failures in a row, this run included.
    pub consecutive_failures: u32,
    /// Whether the schedule is to be paused now.
    pub pause: bool,
}

impl FailurePolicy {
    /// Counts a run that ended after `consecutive_failures` failures in a row. Whoever resumes a paused schedule sets the count
    /// back to 0; otherwise the next failure pauses it again.
    #[must_use]
    pub fn after_run(self, consecutive_failures: u32, end: RunEnd) -> AfterRun {
        let (consecutive_failures, failed) = match end {
            RunEnd::Succeeded => (0, false),
            RunEnd::Failed => (consecutive_failures.saturating_add(1), true),
            RunEnd::Cancelled => (consecutive_failures, false),
        };
        AfterRun {
            consecutive_failures,
            pause: failed && self.pause_after > 0 && consecutive_failures >= self.pause_after,
        }
    }
}
