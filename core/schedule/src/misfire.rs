//! What to run when a scheduler wakes up, be it on time or after a month without power.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::recurrence::Recurrence;

/// The most moments that one [`due`] hands out; older ones are counted as skipped.
pub const MAX_FIRES: u32 = 1_000;

/// What happens to runs that were missed: those later than the grace. Runs within the grace always fire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misfire {
    /// Nothing; the next run is the next regular one.
    Skip,
    /// One run stands for all that were missed: the newest of them. When a run within the grace is due as well, that one is it.
    #[default]
    Once,
    /// The newest `max` of those missed are made up for.
    All {
        /// At most so many, 0 to [`MAX_FIRES`]; 0 is like `Skip`.
        max: u32,
    },
}

/// What is to be done at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// The due times to fire now, the oldest first; at most [`MAX_FIRES`].
    pub fire: Vec<DateTime<Utc>>,
    /// How many due times are given up. Exact.
    pub skipped: u64,
    /// When to look again; `None` when nothing follows.
    pub next: Option<DateTime<Utc>>,
}

/// Decides about every due time after `last_planned`, up to and including `now`.
///
/// `last_planned` is the moment up to which all has been decided: the `now` of the previous call, or the moment when the schedule
/// was made or resumed. When `now` is not after it, as on a node whose clock is slow, nothing is due.
///
/// **`grace`** is how late a run may be and still count as on time. It must be longer than the time between two looks, or the
/// ordinary delay makes every run a missed one; a minute or more is sensible.
///
/// The work is bounded by [`MAX_FIRES`] and the days since `last_planned`, not by the number of runs missed.
#[must_use]
pub fn due(
    recurrence: &Recurrence,
    last_planned: DateTime<Utc>,
    now: DateTime<Utc>,
    grace: Duration,
    policy: Misfire,
) -> Due {
    let next = recurrence.next_after(now.max(last_planned));
    if now <= last_planned {
        return Due { next, ..Due::default() };
    }
    let late = start_of_grace(now, grace).max(last_planned);
    let total = recurrence.count_between(last_planned, now);
    let on_time = recurrence.count_between(late, now);
    let kept = on_time + made_up_for(policy, total - on_time, on_time);
    // What is kept is always the newest.
    let cap = kept.min(MAX_FIRES.into()) as usize;
    Due {
        fire: recurrence.newest_between(last_planned, now, cap),
        skipped: total - cap as u64,
        next,
    }
}

/// How many of the missed runs fire.
fn made_up_for(policy: Misfire, missed: u64, on_time: u64) -> u64 {
    match policy {
        Misfire::Skip => 0,
        Misfire::Once if on_time > 0 => 0,
        Misfire::Once => missed.min(1),
        Misfire::All { max } => missed.min(max.into()),
    }
}

/// The moment just before the oldest one that is still on time.
fn start_of_grace(now: DateTime<Utc>, grace: Duration) -> DateTime<Utc> {
    // Due times are whole seconds, so the one that is late by exactly the grace lies after this.
    TimeDelta::from_std(grace)
        .ok()
        .and_then(|grace| now.checked_sub_signed(grace + TimeDelta::nanoseconds(1)))
        .unwrap_or(DateTime::UNIX_EPOCH)
}
