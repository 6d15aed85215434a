//! A batch as its owner sees it.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use studio_db::batches::Batch;
use studio_db::batches::tally::Tally;
use studio_model::{BatchId, MicroDollars, RecipeRunId};
use uuid::Uuid;

use super::forecast::AxisValues;
use crate::generation::Waiting;

/// The span over which throughput is measured.
const LATELY: TimeDelta = TimeDelta::minutes(10);

/// Where a batch stands as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchState {
    /// Its rows are becoming jobs, and jobs run as slots become free.
    Running,
    /// Its owner holds it back.
    Paused,
    /// What waits is being ended.
    Cancelling,
    /// All its jobs have ended.
    Ended,
}

impl BatchState {
    /// The word for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Cancelling => "cancelling",
            Self::Ended => "ended",
        }
    }
}

/// A batch.
#[derive(Clone, Debug)]
pub struct BatchView {
    /// Its id.
    pub id: BatchId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: BatchState,
    /// Why it does not go on just now.
    pub waiting: Option<Waiting>,
    /// The batch whose request it repeats.
    pub parent_batch_id: Option<BatchId>,
    /// The project.
    pub project_id: Option<Uuid>,
    /// -100 to 100.
    pub priority: i32,
    /// All rows.
    pub rows: u32,
    /// Rows that make no job.
    pub broken_rows: u32,
    /// Rows that are jobs by now, or broken.
    pub loaded_rows: u32,
    /// Jobs that money is held for at a time; all when there is none.
    pub window_jobs: Option<u32>,
    /// Rows and jobs that wait for their turn.
    pub queued: u32,
    /// Jobs under way.
    pub running: u32,
    /// Jobs that ended well.
    pub completed: u32,
    /// Jobs that ended without pictures.
    pub failed: u32,
    /// Jobs that were cancelled, and rows that never became one because the batch was.
    pub cancelled: u32,
    /// The run of the steps that follow on its pictures.
    pub recipe_run: Option<RecipeRunId>,
    /// The grid's axes.
    pub axes: Vec<AxisValues>,
    /// The likely cost of all rows, as it was forecast.
    pub estimate: MicroDollars,
    /// The most they can cost, as it was forecast.
    pub upper: MicroDollars,
    /// What is held now.
    pub held: MicroDollars,
    /// What was paid.
    pub captured: MicroDollars,
    /// Jobs completed a minute, over the last ten.
    pub per_minute: f64,
    /// When the last one will be done at that pace; unknown while there is none, or the batch is held back.
    pub expected_end: Option<DateTime<Utc>>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed itself; what its jobs do does not count.
    pub updated_at: DateTime<Utc>,
    /// When its last job ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl BatchView {
    pub(super) fn new(batch: Batch, tally: Tally, now: DateTime<Utc>) -> Self {
        let count = |jobs: i64| u32::try_from(jobs).unwrap_or(u32::MAX);
        let is_cancelled = batch.cancel_requested_at.is_some();
        let jobs = tally.waiting + tally.running + tally.completed + tally.failed + tally.cancelled;
        let unloaded = i64::from(batch.row_count - batch.broken_rows) - jobs;
        let state = match () {
            () if batch.ended_at.is_some() => BatchState::Ended,
            () if is_cancelled => BatchState::Cancelling,
            () if batch.is_paused => BatchState::Paused,
            () => BatchState::Running,
        };
        // Rows that are no jobs become none any more.
        let is_over = is_cancelled || batch.is_closed;
        let left = tally.waiting + tally.running + if is_over { 0 } else { unloaded };
        let per_minute = pace(tally.completed_lately, now - batch.created_at);
        Self {
            waiting: waiting(&batch, state),
            expected_end: (state == BatchState::Running)
                .then(|| expected_end(left, per_minute, now))
                .flatten(),
            id: batch.id,
            name: batch.name,
            state,
            parent_batch_id: batch.parent_batch_id,
            project_id: batch.project_id,
            priority: batch.priority,
            rows: batch.row_count.unsigned_abs(),
            broken_rows: batch.broken_rows.unsigned_abs(),
            loaded_rows: batch.next_row.unsigned_abs(),
            window_jobs: batch.window_jobs.map(i32::unsigned_abs),
            queued: count(tally.waiting + if is_over { 0 } else { unloaded }),
            running: count(tally.running),
            completed: count(tally.completed),
            failed: count(tally.failed),
            cancelled: count(tally.cancelled + if is_over { unloaded } else { 0 }),
            recipe_run: None,
            axes: axes(batch.axes),
            estimate: batch.estimate,
            upper: batch.upper,
            held: MicroDollars(batch.held.0 + tally.held.0),
            captured: tally.captured,
            per_minute,
            created_at: batch.created_at,
            updated_at: batch.updated_at,
            ended_at: batch.ended_at,
        }
    }
}

fn axes(stored: Value) -> Vec<AxisValues> {
    serde_json::from_value(stored).unwrap_or_default()
}

/// Jobs a minute. A batch younger than the span is measured over its age.
#[expect(clippy::cast_precision_loss, reason = "jobs and milliseconds are far below 2^52")]
fn pace(completed: i64, age: TimeDelta) -> f64 {
    let span_ms = age.clamp(TimeDelta::seconds(1), LATELY).num_milliseconds();
    completed as f64 * 60_000.0 / span_ms as f64
}

#[expect(clippy::cast_precision_loss, reason = "jobs are far below 2^52")]
fn expected_end(left: i64, per_minute: f64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if left == 0 || per_minute <= 0.0 {
        return None;
    }
    let seconds = std::time::Duration::try_from_secs_f64(left as f64 / per_minute * 60.0).ok()?;
    now.checked_add_signed(TimeDelta::from_std(seconds).ok()?)
}

fn waiting(batch: &Batch, state: BatchState) -> Option<Waiting> {
    let (code, message) = match state {
        BatchState::Paused => ("batch_paused", "The batch is paused".to_owned()),
        BatchState::Cancelling => ("batch_cancelling", "The batch is being cancelled".to_owned()),
        BatchState::Ended => return None,
        BatchState::Running => {
            let code = match batch.stall_code.as_deref()? {
                "no_credits" => "no_credits",
                "budget_reached" => "budget_reached",
                _ => "stalled",
            };
            (code, batch.stall_message.clone()?)
        }
    };
    Some(Waiting {
        code,
        message,
        until: batch.stall_until.filter(|_| state == BatchState::Running),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pace_is_measured_over_the_age_of_a_young_batch() {
        assert!((pace(30, TimeDelta::minutes(1)) - 30.0).abs() < 1e-9);
        assert!((pace(30, TimeDelta::hours(5)) - 3.0).abs() < 1e-9);
        assert!((pace(1, TimeDelta::zero()) - 60.0).abs() < 1e-9);
    }

    #[test]
    fn the_end_is_unknown_without_a_pace() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(expected_end(10, 0.0, now), None);
        assert_eq!(expected_end(0, 5.0, now), None);
        assert_eq!(expected_end(10, 5.0, now), Some(now + TimeDelta::minutes(2)));
    }
}
