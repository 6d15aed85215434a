//! Keyset paging: newest first by (time, id).

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Where a page ends: the time and id of its last row. Written `<microseconds>-<uuid>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Creation time of the last row.
    pub at: DateTime<Utc>,
    /// Its id, which orders rows of the same microsecond.
    pub id: Uuid,
}

/// The text is no cursor that this studio gave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor; use the next_cursor of the previous page")]
pub struct InvalidCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.timestamp_micros(), self.id.simple())
    }
}

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let (micros, id) = text.split_once('-').ok_or(InvalidCursor)?;
        let micros = micros.parse().map_err(|_| InvalidCursor)?;
        Ok(Self {
            at: DateTime::from_timestamp_micros(micros).ok_or(InvalidCursor)?,
            id: id.parse().map_err(|_| InvalidCursor)?,
        })
    }
}

/// Rows of a page: 1 to 200, 50 by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLimit(u16);

impl PageLimit {
    /// The most rows of one page.
    pub const MAX: u16 = 200;

    /// `None` outside 1 to 200.
    #[must_use]
    pub fn new(rows: u16) -> Option<Self> {
        (1..=Self::MAX).contains(&rows).then_some(Self(rows))
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(self) -> u16 {
        self.0
    }
}

impl Default for PageLimit {
    fn default() -> Self {
        Self(50)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_url() {
        let at = DateTime::from_timestamp_micros(1_790_000_000_123_456).expect("a time in range");
        let cursor = Cursor {
            at,
            id: Uuid::from_u128(42),
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn garbage_is_no_cursor() {
        for text in [
            "",
            "-",
            "1",
            "x-y",
            "1-2-3",
            "99999999999999999999-00000000000000000000000000000000",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(InvalidCursor), "{text}");
        }
    }

    #[test]
    fn limits_are_1_to_200() {
        assert_eq!(PageLimit::new(0), None);
        assert_eq!(PageLimit::new(201), None);
        assert_eq!(PageLimit::new(200).map(PageLimit::rows), Some(200));
    }
}
