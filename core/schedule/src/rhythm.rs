//! What a recurrence does when clocks are changed. The rule is told at [`crate::Recurrence`].

use chrono::{DateTime, TimeDelta, Utc};

use crate::{calendar::Calendar, shift::Shift, values::Values, zone::Zone};

/// Whether a line means times of day or a distance between times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rhythm {
    /// "At nine": each reading of the clock counts once.
    TimeOfDay,
    /// "Every two hours": time that passes counts.
    Interval,
}

impl Rhythm {
    /// By the hour field: all hours, or a step that gives several.
    pub(crate) fn of(hours: Values) -> Self {
        if hours.len() == 24 || (hours.is_stepped() && hours.len() > 1) {
            Self::Interval
        } else {
            Self::TimeOfDay
        }
    }

    /// The first time after `at`, a whole second.
    pub(crate) fn first_after(self, calendar: &Calendar, zone: Zone, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // Between two changes a wall clock is a fixed distance from UTC. So: look from `start` as if it stayed like that; when the
        // clock is changed before the time found, look again from the change.
        let mut start = at + TimeDelta::seconds(1);
        let (mut since, mut offset) = (at, zone.offset(at));
        // A time in a hole, as the clock would have told it without the change.
        let mut lost = None;
        if let Some(shift) = Shift::unsettled(zone, at) {
            match self {
                Self::Interval => lost = lost_after(calendar, &shift, start),
                Self::TimeOfDay => start = start.max(self.start_after(&shift)),
            }
        }
        loop {
            let Some(found) = first_at(calendar, start, offset) else {
                return lost;
            };
            if lost.is_some_and(|lost| lost <= found) {
                return lost;
            }
            let Some(shift) = Shift::first_within(zone, since, found) else {
                return Some(found);
            };
            if shift.is_forward() && found < shift.settled_at() {
                match self {
                    Self::TimeOfDay => return Some(shift.at),
                    Self::Interval => lost = Some(found),
                }
            }
            start = self.start_after(&shift);
            (since, offset) = (shift.at, shift.after);
        }
    }

    /// From when the new clock counts: a time of day that is shown again has been.
    fn start_after(self, shift: &Shift) -> DateTime<Utc> {
        match self {
            Self::TimeOfDay if !shift.is_forward() => shift.settled_at(),
            _ => shift.at,
        }
    }
}

/// The first time at or after `start` of a clock that stays `offset` ahead of UTC.
fn first_at(calendar: &Calendar, start: DateTime<Utc>, offset: TimeDelta) -> Option<DateTime<Utc>> {
    let wall = calendar.first_at(start.naive_utc() + offset)?;
    Some((wall - offset).and_utc())
}

/// The first time at or after `start` that fell into the hole of this change.
fn lost_after(calendar: &Calendar, shift: &Shift, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let found = first_at(calendar, start, shift.before)?;
    (shift.is_forward() && found < shift.settled_at()).then_some(found)
}
