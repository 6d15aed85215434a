//! When a schedule fires: cron lines, time zones, missed runs, overlap, jitter and pausing.
//!
//! Nothing here does I/O, reads a clock or draws random numbers; "now" comes in as an argument. So every node that holds the same
//! schedule and asks about the same moment gets the same answer, and the unique (schedule, due time) row does the rest.
//!
//! ```
//! use std::time::Duration;
//!
//! use chrono::{DateTime, Utc};
//! use studio_schedule::{Cron, Misfire, Recurrence, Zone, due};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let cron = Cron::parse("0 9 * * mon")?;
//! cron.check_min_gap(Duration::from_secs(60))?;
//! let weekly = Recurrence { cron, zone: Zone::parse("Europe/Berlin")? };
//!
//! // A preview. The clocks go forward on Sunday the 29th, so Monday's nine o'clock is an hour earlier in UTC.
//! let from: DateTime<Utc> = "2026-03-20T12:00:00Z".parse()?;
//! let next: Vec<String> = weekly.iter_after(from).take(2).map(|at| at.to_rfc3339()).collect();
//! assert_eq!(next, ["2026-03-23T08:00:00+00:00", "2026-03-30T07:00:00+00:00"]);
//!
//! // After twelve days without power: one run for all that was missed.
//! let now: DateTime<Utc> = "2026-04-01T12:00:00Z".parse()?;
//! let due = due(&weekly, from, now, Duration::from_secs(300), Misfire::Once);
//! assert_eq!(due.fire.len(), 1);
//! assert_eq!(due.skipped, 1);
//! # Ok(())
//! # }
//! ```
//!
//! What a newcomer gets wrong: local time has holes and repeats. [`Recurrence`] says what happens in them; do not convert to local
//! time and back around this crate.

mod calendar;
mod count;
mod error;
mod expression;
mod failure;
mod field;
mod jitter;
mod misfire;
mod nearest;
mod overlap;
mod recurrence;
mod rhythm;
mod shift;
mod values;
mod zone;

pub use error::CronError;
pub use expression::Cron;
pub use failure::{AfterRun, FailurePolicy, RunEnd};
pub use field::Field;
pub use jitter::jitter;
pub use misfire::{Due, MAX_FIRES, Misfire, due};
pub use overlap::{Overlap, OverlapDecision, decide};
pub use recurrence::Recurrence;
pub use zone::{Zone, ZoneError};
