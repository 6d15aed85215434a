//! What a drill found, for people and for programs.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::invariants::Violation;

/// A finished drill.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What the plan came from.
    pub seed: u64,
    /// Jobs asked for.
    pub jobs: u32,
    /// Workers that were killed without warning.
    pub killed_workers: u32,
    /// Pages processes that were killed without warning.
    pub killed_webs: u32,
    /// Times the database server was killed or stopped.
    pub database_strikes: u32,
    /// Processes that were asked to stop.
    pub stopped: u32,
    /// Jobs that ended well.
    pub completed: u32,
    /// Jobs that ended otherwise.
    pub not_completed: u32,
    /// Requests that the provider accepted.
    pub accepted_requests: u32,
    /// Attempts that ended as dead, failed or refused and were followed by another.
    pub repeated_attempts: u32,
    /// Crash recoveries that jobs counted.
    pub recoveries: u32,
    /// Seconds from the first job to the last end.
    pub seconds: f64,
    /// Broken promises; none is what should be.
    pub violations: Vec<Violation>,
}

impl Report {
    /// Whether every promise was kept.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty()
    }

    pub(crate) fn set_duration(&mut self, took: Duration) {
        self.seconds = (took.as_secs_f64() * 10.0).round() / 10.0;
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "drill with seed {}: {} jobs, {} s",
            self.seed, self.jobs, self.seconds
        )?;
        writeln!(
            f,
            "  struck: {} workers and {} web processes killed, the database {} times, {} processes stopped",
            self.killed_workers, self.killed_webs, self.database_strikes, self.stopped
        )?;
        writeln!(
            f,
            "  jobs: {} completed, {} ended otherwise, {} crash recoveries",
            self.completed, self.not_completed, self.recoveries
        )?;
        writeln!(
            f,
            "  provider: {} requests accepted, {} attempts repeated",
            self.accepted_requests, self.repeated_attempts
        )?;
        if self.is_clean() {
            return writeln!(f, "  every promise kept");
        }
        writeln!(f, "  {} promises broken:", self.violations.len())?;
        for violation in &self.violations {
            writeln!(f, "    {}: {}", violation.promise, violation.detail)?;
        }
        Ok(())
    }
}
