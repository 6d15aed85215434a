//! The moments at which the clocks of a zone are changed.
//!
//! Assumes what holds for every rule in force: changes are more than a day apart and move the clock by less than a day.

use chrono::{DateTime, TimeDelta, Utc};

use crate::zone::Zone;

/// One change of a zone's clocks, forward (a hole in local time) or back (a repeat).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shift {
    /// The first moment of the new time.
    pub(crate) at: DateTime<Utc>,
    /// What the wall clock was ahead of UTC until then.
    pub(crate) before: TimeDelta,
    /// What it is ahead since.
    pub(crate) after: TimeDelta,
}

impl Shift {
    /// The first change after `from`, up to and including `to`.
    pub(crate) fn first_within(zone: Zone, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<Self> {
        let before = zone.offset(from);
        let mut low = from;
        while low < to {
            let high = to.min(low + TimeDelta::days(1));
            if zone.offset(high) != before {
                let at = first_not(zone, before, low, high);
                let after = zone.offset(at);
                return Some(Self { at, before, after });
            }
            low = high;
        }
        None
    }

    /// The last change, if `at` is still in its hole or repeat: no further from the change than the clock was moved.
    pub(crate) fn unsettled(zone: Zone, at: DateTime<Utc>) -> Option<Self> {
        Self::first_within(zone, at - TimeDelta::days(1), at).filter(|shift| at < shift.settled_at())
    }

    /// Whether local time has a hole: the clock was moved forward.
    pub(crate) fn is_forward(&self) -> bool {
        self.after > self.before
    }

    /// When the old clock would have shown the end of the hole, or the new one shows the end of the repeat.
    pub(crate) fn settled_at(&self) -> DateTime<Utc> {
        self.at + (self.after - self.before).abs()
    }
}

/// The first whole second in (low, high] whose offset is not `before`; `high`'s is not.
fn first_not(zone: Zone, before: TimeDelta, low: DateTime<Utc>, high: DateTime<Utc>) -> DateTime<Utc> {
    let (mut low, mut high) = (low, high);
    while high - low > TimeDelta::seconds(1) {
        let middle = low + TimeDelta::seconds((high - low).num_seconds() / 2);
        if zone.offset(middle) == before {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}
