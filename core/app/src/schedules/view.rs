//! A schedule and its runs as their owner sees them.

use chrono::{DateTime, Utc};
use studio_db::schedules::Schedule;
use studio_model::{MicroDollars, ScheduleId};
use studio_schedule::{Misfire, Overlap, Zone};

use super::settings::Settings;
use crate::Result;
use crate::batches::BatchRequest;

/// A run: as it is stored.
pub use studio_db::schedules::runs::Run as RunView;

/// A schedule.
#[derive(Clone, Debug)]
pub struct ScheduleView {
    /// Its id.
    pub id: ScheduleId,
    /// Its name.
    pub name: String,
    /// The cron line.
    pub cron: String,
    /// Whose wall clock it means.
    pub zone: Zone,
    /// The batch of each run; left out in lists.
    pub request: Option<BatchRequest>,
    /// When a run is due while an earlier one works.
    pub overlap: Overlap,
    /// When nobody was there at a due time.
    pub misfire: Misfire,
    /// A run starts up to so many seconds late.
    pub jitter_s: u32,
    /// The most that a run may cost.
    pub budget: Option<MicroDollars>,
    /// Failed runs in a row after which it is paused; 0 is never.
    pub pause_after: u32,
    /// Failed runs in a row.
    pub consecutive_failures: u32,
    /// Why it is paused, if it is: `owner`, `owner_inactive` or `failures`.
    pub pause_reason: Option<String>,
    /// When it is due next, unless it is paused or nothing follows.
    pub next_due_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed; runs do not count.
    pub updated_at: DateTime<Utc>,
}

impl ScheduleView {
    pub(super) fn new(schedule: Schedule, request: Option<BatchRequest>) -> Result<Self> {
        let settings = Settings::of(&schedule)?;
        Ok(Self {
            id: schedule.id,
            name: schedule.name,
            cron: schedule.cron,
            zone: settings.recurrence.zone,
            request,
            overlap: settings.overlap,
            misfire: settings.misfire,
            jitter_s: schedule.jitter_s.unsigned_abs(),
            budget: schedule.budget,
            pause_after: settings.failures.pause_after,
            consecutive_failures: schedule.consecutive_failures.unsigned_abs(),
            next_due_at: schedule.next_due_at.filter(|_| schedule.pause_reason.is_none()),
            pause_reason: schedule.pause_reason,
            created_at: schedule.created_at,
            updated_at: schedule.updated_at,
        })
    }
}
