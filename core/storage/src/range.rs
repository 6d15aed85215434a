//! Byte ranges, as HTTP asks for them (RFC 9110 section 14.1.2).

use std::ops::Range;

use crate::{Error, error::Result};

/// One part of an object. Positions count from 0; both ends are included, as in HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteRange {
    /// `bytes=first-last`. An end past the object's means its end.
    Within {
        /// First byte wanted.
        first: u64,
        /// Last byte wanted.
        last: u64,
    },
    /// `bytes=first-`.
    From {
        /// First byte wanted.
        first: u64,
    },
    /// `bytes=-length`: the last bytes; all of them if there are fewer.
    Last {
        /// How many bytes.
        length: u64,
    },
}

impl ByteRange {
    /// The bytes meant in an object of `size_bytes`, never empty.
    ///
    /// # Errors
    /// [`Error::RangeNotSatisfiable`] if the range starts behind the object's end, is empty or runs backwards.
    pub fn resolve(self, size_bytes: u64) -> Result<Range<u64>> {
        let range = match self {
            Self::Within { first, last } => first..last.saturating_add(1).min(size_bytes),
            Self::From { first } => first..size_bytes,
            Self::Last { length } => size_bytes.saturating_sub(length)..size_bytes,
        };
        if range.is_empty() {
            return Err(Error::RangeNotSatisfiable { size_bytes });
        }
        Ok(range)
    }

    /// The value of a `Range` header.
    pub(crate) fn header(self) -> String {
        match self {
            Self::Within { first, last } => format!("bytes={first}-{last}"),
            Self::From { first } => format!("bytes={first}-"),
            Self::Last { length } => format!("bytes=-{length}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_resolve_as_in_http() {
        for (range, expected) in [
            (ByteRange::Within { first: 0, last: 0 }, Some(0..1)),
            (ByteRange::Within { first: 2, last: 4 }, Some(2..5)),
            (
                ByteRange::Within {
                    first: 2,
                    last: u64::MAX,
                },
                Some(2..10),
            ),
            (ByteRange::Within { first: 4, last: 2 }, None),
            (ByteRange::Within { first: 10, last: 12 }, None),
            (ByteRange::From { first: 9 }, Some(9..10)),
            (ByteRange::From { first: 10 }, None),
            (ByteRange::Last { length: 3 }, Some(7..10)),
            (ByteRange::Last { length: 30 }, Some(0..10)),
            (ByteRange::Last { length: 0 }, None),
        ] {
            assert_eq!(range.resolve(10).ok(), expected, "{range:?}");
        }
    }

    #[test]
    fn nothing_can_be_cut_from_an_empty_object() {
        let error = ByteRange::Last { length: 5 }.resolve(0).unwrap_err();
        assert!(matches!(error, Error::RangeNotSatisfiable { size_bytes: 0 }));
    }
}
