//! A cron line in a time zone: the moments it names.

use std::iter::successors;

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use crate::{count, expression::Cron, zone::Zone};

/// When something recurs. All moments are whole seconds in UTC, strictly increasing, from 1970 to the end of 2100.
///
/// **Where clocks are changed**, local time has a hole once a year and a repeat once a year. What happens depends on the hour field:
///
/// - *Times of day* (the hours are named: `30 2 * * *`, `0 9,17 * * *`, `*/10 9-17 * * *`). A time that falls into the hole fires
///   at the first moment after it; all the times in one hole fire together, once. A time that is shown twice fires the first time.
///   So a daily run is neither skipped nor doubled.
/// - *Intervals* (the hours are `*`, all 24, or several given by a step: `*/15 * * * *`, `0 */2 * * *`, `@hourly`) go by time that
///   passes. A time that is shown twice fires both times. A time in the hole fires when the clock would have shown it, had it not
///   been changed, unless another run falls on that moment. So `0 */2 * * *` still runs two hours after midnight, which is then
///   called three o'clock, and the half past of `30 * * * *` comes every 60 minutes.
///
/// The zone's rules are those of the program's version; a country that changes its mind needs an update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// Which readings of the wall clock.
    pub cron: Cron,
    /// Whose wall clock.
    pub zone: Zone,
}

impl Recurrence {
    /// The first moment strictly after `at`; `None` past the year 2100.
    #[must_use]
    pub fn next_after(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at = at.max(DateTime::UNIX_EPOCH).trunc_subsecs(0);
        if at >= end() {
            return None;
        }
        self.cron.rhythm().first_after(self.cron.calendar(), self.zone, at)
    }

    /// All moments strictly after `at`, in order.
    pub fn iter_after(&self, at: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
        successors(self.next_after(at), |previous| self.next_after(*previous))
    }

    /// The moments after `from`, up to and including `to`, in order; at most `cap` of them.
    #[must_use]
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>, cap: usize) -> Vec<DateTime<Utc>> {
        self.iter_after(from).take_while(|at| *at <= to).take(cap).collect()
    }

    /// How many moments lie after `from`, up to and including `to`. Exact, and quick even over many years: whole days are
    /// multiplied, only the hours around a change of clocks are walked through.
    #[must_use]
    pub fn count_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> u64 {
        let from = from.max(DateTime::UNIX_EPOCH).trunc_subsecs(0);
        let to = to.min(end()).max(from).trunc_subsecs(0);
        count::count(self, from, to)
    }

    /// The newest moments after `from`, up to and including `to`, the oldest of them first; at most `cap` of them. Quick however
    /// many there are in between.
    #[must_use]
    pub fn newest_between(&self, from: DateTime<Utc>, to: DateTime<Utc>, cap: usize) -> Vec<DateTime<Utc>> {
        let from = count::start_of_newest(self, from.max(DateTime::UNIX_EPOCH), to.min(end()), cap);
        self.between(from, to, cap)
    }
}

/// The first moment at which no line names anything in any zone. Source: the years that the `cron` crate supports.
fn end() -> DateTime<Utc> {
    const NEW_YEAR_2101_AND_A_DAY: i64 = 4_133_980_800 + 86_400;
    DateTime::from_timestamp(NEW_YEAR_2101_AND_A_DAY, 0).expect("a year that chrono knows")
}
