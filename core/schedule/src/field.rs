//! The six fields of a cron line: what they are called and what they may hold.

use std::{fmt, ops::RangeInclusive};

/// A field of a cron line, in the order they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// 0 to 59. Only in lines of six fields; 0 in lines of five.
    Second,
    /// 0 to 59.
    Minute,
    /// 0 to 23.
    Hour,
    /// 1 to 31.
    DayOfMonth,
    /// 1 to 12, or `jan` to `dec`.
    Month,
    /// 0 to 7, where 0 and 7 are Sunday, or `sun` to `sat`.
    DayOfWeek,
}

impl Field {
    /// Every field, as a line of six writes them.
    pub const ALL: [Self; 6] = [
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::DayOfMonth,
        Self::Month,
        Self::DayOfWeek,
    ];

    /// The numbers that may be written.
    #[must_use]
    pub const fn range(self) -> RangeInclusive<u8> {
        match self {
            Self::Second | Self::Minute => 0..=59,
            Self::Hour => 0..=23,
            Self::DayOfMonth => 1..=31,
            Self::Month => 1..=12,
            Self::DayOfWeek => 0..=7,
        }
    }

    /// What may be written, for an error message: "a number from 0 to 59".
    #[must_use]
    pub const fn allowed(self) -> &'static str {
        match self {
            Self::Second | Self::Minute => "a number from 0 to 59",
            Self::Hour => "a number from 0 to 23",
            Self::DayOfMonth => "a number from 1 to 31",
            Self::Month => "a number from 1 to 12 or a name from jan to dec",
            Self::DayOfWeek => "a number from 0 to 7 (0 and 7 are Sunday) or a name from sun to sat",
        }
    }

    /// The names that stand for numbers; the first one for the lowest number.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Month => &[
                "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
            ],
            Self::DayOfWeek => &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
            _ => &[],
        }
    }

    /// The number that `text` stands for, `None` when it is not allowed here. Names may be in any case.
    pub(crate) fn value(self, text: &str) -> Option<u8> {
        let named = (*self.range().start()..)
            .zip(self.names())
            .find(|(_, name)| name.eq_ignore_ascii_case(text));
        match named {
            Some((value, _)) => Some(value),
            None => number(text).filter(|value| self.range().contains(value)),
        }
    }
}

/// A number of digits alone: `parse` would take `+5` too.
pub(crate) fn number(text: &str) -> Option<u8> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::DayOfMonth => "day of month",
            Self::Month => "month",
            Self::DayOfWeek => "day of week",
        })
    }
}
