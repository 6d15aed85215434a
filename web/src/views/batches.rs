//! A batch as cards show it.

use serde::Serialize;

/// A batch: how far it is.
#[derive(Debug, Clone, Serialize)]
pub struct BatchCard {
    pub id: String,
    pub name: String,
    pub state: BatchState,
    /// Why it does not go on although it is not paused: `no_credits` or `stalled`.
    pub stall: Option<&'static str>,
    /// Rows that make a job.
    pub total: u32,
    /// Those that are over, well or not.
    pub done: u32,
    /// Per cent of those.
    pub percent: u32,
    pub running: u32,
    pub failed: u32,
    /// Jobs completed a minute; none before the first.
    pub per_minute: Option<f64>,
    /// How long it takes at that pace.
    pub left: Option<TimeLeft>,
}

impl BatchCard {
    /// Per cent of what is over, rounded down: 100 only at the end.
    #[must_use]
    pub fn percent(done: u32, total: u32) -> u32 {
        u32::try_from(u64::from(done) * 100 / u64::from(total.max(1))).unwrap_or(100)
    }
}

/// Where a batch stands; `Stalled` where it would run if something were not missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BatchState {
    Running,
    Stalled,
    Paused,
    Cancelling,
    Ended,
}

/// A span in words: the unit and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TimeLeft {
    /// `moment`, `minutes`, `hours` or `days`.
    pub unit: &'static str,
    pub count: i64,
}

impl TimeLeft {
    /// The largest unit of which there are two, rounded up; nobody needs seconds.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Self {
        let up = |unit: i64| seconds.max(0) / unit + i64::from(seconds.max(0) % unit != 0);
        let (unit, count) = match seconds {
            ..=30 => ("moment", 1),
            31..=7_200 => ("minutes", up(60)),
            7_201..=172_800 => ("hours", up(3_600)),
            _ => ("days", up(86_400)),
        };
        Self { unit, count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_a_fitting_unit() {
        let told = |seconds| {
            let left = TimeLeft::from_seconds(seconds);
            (left.unit, left.count)
        };
        assert_eq!(told(-5), ("moment", 1));
        assert_eq!(told(61), ("minutes", 2));
        assert_eq!(told(7_200), ("minutes", 120));
        assert_eq!(told(7_201), ("hours", 3));
        assert_eq!(told(200_000), ("days", 3));
    }

    #[test]
    fn all_but_one_is_not_all() {
        assert_eq!(BatchCard::percent(99_999, 100_000), 99);
        assert_eq!(BatchCard::percent(100_000, 100_000), 100);
        assert_eq!(BatchCard::percent(0, 0), 0);
    }
}
