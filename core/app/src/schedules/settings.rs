//! What is stored of a schedule, typed, and back.

use studio_db::schedules::{Plan, Schedule};
use studio_schedule::{Cron, FailurePolicy, Misfire, Overlap, Recurrence, Zone};

use crate::batches::{BatchRequest, put_table};
use crate::{Error, Result};

/// Runs of one schedule that may wait at a time; further due times are skipped.
pub(crate) const MAX_WAITING: i64 = 100;

/// The rules of a schedule.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) recurrence: Recurrence,
    pub(crate) overlap: Overlap,
    pub(crate) misfire: Misfire,
    pub(crate) failures: FailurePolicy,
}

impl Settings {
    /// # Errors
    /// [`Error::Internal`] when this version cannot read what another one stored.
    pub(crate) fn of(schedule: &Schedule) -> Result<Self> {
        let max = || schedule.misfire_max.unwrap_or_default().unsigned_abs();
        Ok(Self {
            recurrence: Recurrence {
                cron: Cron::parse(&schedule.cron).map_err(Error::internal)?,
                zone: Zone::parse(&schedule.zone).map_err(Error::internal)?,
            },
            overlap: match schedule.overlap.as_str() {
                "queue" => Overlap::Queue,
                "cancel_previous" => Overlap::CancelPrevious,
                "allow" => Overlap::Allow,
                _ => Overlap::Skip,
            },
            misfire: match schedule.misfire.as_str() {
                "skip" => Misfire::Skip,
                "all" => Misfire::All { max: max() },
                _ => Misfire::Once,
            },
            failures: FailurePolicy {
                pause_after: schedule.pause_after.unsigned_abs(),
            },
        })
    }

    /// Everything up to `now` is decided.
    pub(crate) fn plan_from(&self, now: chrono::DateTime<chrono::Utc>) -> Plan {
        plan_from(&self.recurrence, now)
    }
}

/// Everything up to `now` is decided; what follows is the next due time.
pub(super) fn plan_from(recurrence: &Recurrence, now: chrono::DateTime<chrono::Utc>) -> Plan {
    Plan {
        until: now,
        next_due_at: recurrence.next_after(now),
    }
}

/// As the column `overlap` has it.
pub(super) fn overlap_text(overlap: Overlap) -> &'static str {
    match overlap {
        Overlap::Skip => "skip",
        Overlap::Queue => "queue",
        Overlap::CancelPrevious => "cancel_previous",
        Overlap::Allow => "allow",
    }
}

/// As the columns `misfire` and `misfire_max` have it.
pub(super) fn misfire_columns(misfire: Misfire) -> (&'static str, Option<i32>) {
    match misfire {
        Misfire::Skip => ("skip", None),
        Misfire::Once => ("once", None),
        Misfire::All { max } => ("all", i32::try_from(max).ok()),
    }
}

/// The request of each run.
///
/// # Errors
/// [`Error::Internal`] when this version cannot read what another one stored.
pub(crate) fn stored_request(schedule: &Schedule, table: Option<String>) -> Result<BatchRequest> {
    let mut request: BatchRequest = serde_json::from_value(schedule.request.clone()).map_err(Error::internal)?;
    put_table(&mut request.spec, table);
    Ok(request)
}
