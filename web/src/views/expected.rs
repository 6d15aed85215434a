//! How long something takes yet, in the words that people use: a range in one unit, rounded outwards.

use serde::Serialize;
use std::time::Duration;

/// “about 2–4 min”. The unit decides the message, `job-expected-<unit>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExpectedWords {
    /// `seconds`, `minutes` or `hours`.
    pub unit: &'static str,
    /// `2–4`, or `4` when both ends are equal. Nothing when it may be over at any moment: then `most` says how long at the most.
    pub range: Option<String>,
    /// The upper end in the unit, at least 1.
    pub most: u64,
}

impl ExpectedWords {
    /// Words for a time that is between these two.
    #[must_use]
    pub fn new(from: Duration, to: Duration) -> Self {
        let (unit, unit_s, step) = match to.as_secs() {
            0..20 => ("seconds", 1, 1),
            20..90 => ("seconds", 1, 5),
            90..5_400 => ("minutes", 60, 1),
            _ => ("hours", 3_600, 1),
        };
        let least = from.as_secs() / unit_s / step * step;
        let most = to.as_millis().div_ceil(1000 * u128::from(unit_s * step));
        let most = (u64::try_from(most).unwrap_or(u64::MAX / step) * step).max(1);
        let range = (least > 0).then(|| {
            if least >= most {
                most.to_string()
            } else {
                format!("{least}–{most}")
            }
        });
        Self { unit, range, most }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from_ms: u64, to_ms: u64, unit: &str, range: Option<&str>, most: u64) {
        let words = ExpectedWords::new(Duration::from_millis(from_ms), Duration::from_millis(to_ms));
        assert_eq!((words.unit, words.range.as_deref(), words.most), (unit, range, most));
    }

    #[test]
    fn a_range_takes_one_unit_and_is_rounded_outwards() {
        check(3_400, 8_100, "seconds", Some("3–9"), 9);
        check(31_000, 62_000, "seconds", Some("30–65"), 65);
        check(130_000, 200_000, "minutes", Some("2–4"), 4);
        check(7_300_000, 12_000_000, "hours", Some("2–4"), 4);
    }

    #[test]
    fn equal_ends_are_one_number() {
        check(5_000, 5_000, "seconds", Some("5"), 5);
        check(120_000, 120_000, "minutes", Some("2"), 2);
    }

    #[test]
    fn what_may_end_at_any_moment_has_an_upper_end_only() {
        check(0, 0, "seconds", None, 1);
        check(400, 2_000, "seconds", None, 2);
        check(40_000, 100_000, "minutes", None, 2);
    }
}
