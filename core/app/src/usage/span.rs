//! Which days are asked for.

use chrono::{Datelike as _, Days, Months, NaiveDate};
pub use studio_db::usage::sums::Span;

use crate::{Error, Result};

/// Days of one answer at most.
pub const MAX_DAYS: u64 = 366;

/// Months of one answer at most.
pub const MAX_MONTHS: u32 = 60;

/// The days that a user names, `YYYY-MM-DD` each: by default the last 30, today included.
///
/// # Errors
/// [`Error::Invalid`] at `from` or `to` for what is no day, a `from` after `to`, or more than [`MAX_DAYS`] days.
pub(super) fn named(from: &str, to: &str, today: NaiveDate) -> Result<Span> {
    let last = day("to", to)?.unwrap_or(today);
    let first = match day("from", from)? {
        Some(first) => first,
        None => last.checked_sub_days(Days::new(29)).unwrap_or(last),
    };
    if first > last {
        return Err(Error::invalid("from", "Use a day that is not after `to`."));
    }
    let days = last.signed_duration_since(first).num_days().unsigned_abs() + 1;
    if days > MAX_DAYS {
        return Err(Error::invalid(
            "from",
            format!("Use at most {MAX_DAYS} days; these are {days}."),
        ));
    }
    Ok(Span { first, last })
}

/// The last `months` months, the present one included.
///
/// # Errors
/// [`Error::Invalid`] at `months` unless it is 1 to [`MAX_MONTHS`].
pub(super) fn last_months(months: u32, today: NaiveDate) -> Result<Span> {
    if !(1..=MAX_MONTHS).contains(&months) {
        let message = format!("Use a whole number from 1 to {MAX_MONTHS}.");
        return Err(Error::invalid("months", message));
    }
    let this = today.with_day(1).unwrap_or(today);
    Ok(Span {
        first: this.checked_sub_months(Months::new(months - 1)).unwrap_or(this),
        last: today,
    })
}

fn day(field: &str, text: &str) -> Result<Option<NaiveDate>> {
    if text.is_empty() {
        return Ok(None);
    }
    let is_plain = text.len() == 10;
    match text.parse() {
        Ok(day) if is_plain => Ok(Some(day)),
        _ => Err(Error::invalid(field, "Use a day like 2026-11-30.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(first: &str, last: &str) -> Span {
        Span {
            first: date(first),
            last: date(last),
        }
    }

    #[test]
    fn thirty_days_are_usual() {
        let today = date("2026-11-27");
        assert_eq!(named("", "", today).unwrap(), span("2026-10-29", "2026-11-27"));
        assert_eq!(
            named("", "2026-03-01", today).unwrap(),
            span("2026-01-31", "2026-03-01")
        );
        assert_eq!(
            named("2026-11-27", "", today).unwrap(),
            span("2026-11-27", "2026-11-27")
        );
        assert_eq!(
            named("2024-01-01", "2024-12-31", today).unwrap(),
            span("2024-01-01", "2024-12-31")
        );
    }

    #[test]
    fn what_is_no_span_is_refused_at_its_field() {
        let today = date("2026-11-27");
        for (from, to, field) in [
            ("yesterday", "", "from"),
            ("2026-02-30", "", "from"),
            ("", "2026-1-1", "to"),
            ("2026-11-28", "", "from"),
            ("2020-01-01", "", "from"),
            ("+12026-11-2", "", "from"),
        ] {
            let error = named(from, to, today).unwrap_err();
            assert!(
                matches!(&error, Error::Invalid(fields) if fields[0].field == field),
                "{from} {to}: {error:?}"
            );
        }
    }

    #[test]
    fn months_begin_on_their_first_day() {
        let today = date("2026-01-15");
        assert_eq!(last_months(1, today).unwrap(), span("2026-01-01", "2026-01-15"));
        assert_eq!(last_months(12, today).unwrap(), span("2025-02-01", "2026-01-15"));
        assert!(last_months(0, today).is_err() && last_months(61, today).is_err());
    }
}
