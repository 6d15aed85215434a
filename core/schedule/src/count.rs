//! Counting moments without visiting them.

use chrono::{DateTime, TimeDelta, Timelike, Utc};

use crate::{recurrence::Recurrence, shift::Shift};

/// How many moments lie in (from, to], both whole seconds.
pub(crate) fn count(recurrence: &Recurrence, from: DateTime<Utc>, to: DateTime<Utc>) -> u64 {
    let (mut total, mut from) = (0, from);
    while from < to {
        let piece_end;
        if let Some(shift) = Shift::unsettled(recurrence.zone, from + TimeDelta::seconds(1)) {
            // In a hole or repeat: an hour at most, in which the rule of the recurrence decides.
            piece_end = to.min(shift.settled_at() - TimeDelta::seconds(1));
            total += recurrence.between(from, piece_end, usize::MAX).len() as u64;
        } else {
            piece_end = end_of_piece(recurrence, from, to);
            total += count_within_a_day(recurrence, from, piece_end);
        }
        from = piece_end;
    }
    total
}

/// The last second of the local day that begins after `from`, of the time before clocks are changed, or `to`.
fn end_of_piece(recurrence: &Recurrence, from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
    const LAST_SECOND: u32 = 86_399;
    let first = from + TimeDelta::seconds(1);
    let wall = first.naive_utc() + recurrence.zone.offset(first);
    let left = LAST_SECOND - wall.num_seconds_from_midnight();
    let piece_end = to.min(first + TimeDelta::seconds(left.into()));
    match Shift::first_within(recurrence.zone, first, piece_end) {
        Some(shift) => shift.at - TimeDelta::seconds(1),
        None => piece_end,
    }
}

/// Moments in (from, to], which lie on one local day between two changes of clocks.
fn count_within_a_day(recurrence: &Recurrence, from: DateTime<Utc>, to: DateTime<Utc>) -> u64 {
    let calendar = recurrence.cron.calendar();
    let first = from + TimeDelta::seconds(1);
    let offset = recurrence.zone.offset(first);
    let (first, last) = (first.naive_utc() + offset, to.naive_utc() + offset);
    if !calendar.fires_on(first.date()) {
        return 0;
    }
    calendar.times_before(last.num_seconds_from_midnight() + 1)
        - calendar.times_before(first.num_seconds_from_midnight())
}

/// A moment after which, up to `to`, there are `cap` moments; `from` when there are fewer.
pub(crate) fn start_of_newest(
    recurrence: &Recurrence,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    cap: usize,
) -> DateTime<Utc> {
    let cap = cap as u64;
    if recurrence.count_between(from, to) <= cap {
        return from;
    }
    // Too many after `low`, not too many after `high`. Each round halves the days that are counted.
    let (mut low, mut high) = (from.timestamp(), to.timestamp());
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if recurrence.count_between(whole(middle), to) > cap {
            low = middle;
        } else {
            high = middle;
        }
    }
    whole(high)
}

fn whole(timestamp: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(timestamp, 0).expect("a second between two moments is a moment")
}
