//! What can be wrong with a cron line, in words for the person who typed it.

use std::time::Duration;

use crate::{expression::Cron, field::Field};

/// Why a cron line was refused. The messages name the field and what it allows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// Neither five nor six fields.
    #[error(
        "a cron line has 5 fields (minute, hour, day of month, month, day of week) or 6 with seconds first; found {found}"
    )]
    FieldCount {
        /// The fields found.
        found: usize,
    },
    /// Longer than any line that says something.
    #[error("a cron line has at most {} characters", Cron::MAX_LENGTH)]
    TooLong,
    /// A word with `@` that is not known. `@reboot` is none: a studio of many nodes has no such moment.
    #[error("`{text}` is not one of @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually")]
    UnknownShorthand {
        /// The word.
        text: String,
    },
    /// A value outside the field's range, or no value at all.
    #[error("{field}: `{text}` is not {}", .field.allowed())]
    Value {
        /// The field it stands in.
        field: Field,
        /// The part that cannot be read.
        text: String,
    },
    /// A range whose end lies before its start.
    #[error("{field}: the range `{text}` runs backwards; both ends are {}, the lower first", .field.allowed())]
    Backwards {
        /// The field it stands in.
        field: Field,
        /// The range.
        text: String,
    },
    /// A step of nothing, or one longer than the field.
    #[error("{field}: the step `{text}` is not a number from 1 to {}", .field.range().end())]
    Step {
        /// The field it stands in.
        field: Field,
        /// What stands behind the slash.
        text: String,
    },
    /// No such day exists, as in `0 0 30 2 *`.
    #[error("this never fires: no year has such a day")]
    NeverFires,
    /// Fires more often than the caller allows.
    #[error("fires every {} s at the closest; the shortest allowed distance is {} s", .shortest.as_secs(), .allowed.as_secs_f64())]
    TooOften {
        /// The shortest distance between two times of this line.
        shortest: Duration,
        /// The shortest distance allowed.
        allowed: Duration,
    },
}
