//! The spans that budgets count.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveTime, Utc};

text_enum! {
    /// A span of a budget; both begin at midnight UTC.
    BudgetPeriod {
        /// A day.
        Day = "day",
        /// A calendar month.
        Month = "month",
    }
}

impl BudgetPeriod {
    /// When the span with this moment in it is over and the budget starts anew. `None` past the end of the calendar.
    #[must_use]
    pub fn ends_after(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let today = now.date_naive();
        let next = match self {
            Self::Day => today.checked_add_days(Days::new(1)),
            Self::Month => today
                .with_day(1)
                .and_then(|first| first.checked_add_months(Months::new(1))),
        };
        Some(next?.and_time(NaiveTime::MIN).and_utc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(period: BudgetPeriod, now: &str, expected: &str) {
        let now: DateTime<Utc> = now.parse().unwrap();
        assert_eq!(period.ends_after(now), Some(expected.parse().unwrap()));
    }

    #[test]
    fn spans_end_at_midnight_utc() {
        check(BudgetPeriod::Day, "2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z");
        check(BudgetPeriod::Day, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
        check(BudgetPeriod::Month, "2026-12-31T12:00:00Z", "2027-01-01T00:00:00Z");
        check(BudgetPeriod::Month, "2026-01-31T12:00:00Z", "2026-02-01T00:00:00Z");
    }
}
