//! When a schedule fires: cron lines in time zones.
//!
//! Nothing here does I/O, reads a clock or draws random numbers; "now" comes in as an argument. So every node that holds the same
//! schedule and asks about the same moment gets the same answer, and the unique (schedule, due time) row does the rest.
//!
//! ```
//! use std::time::Duration;
//!
//! use chrono::{DateTime, Utc};
//! use studio_schedule::{Cron, Recurrence, Zone};
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
mod field;
mod nearest;
mod recurrence;
mod rhythm;
mod shift;
mod values;
mod zone;

pub use error::CronError;
pub use expression::Cron;
pub use field::Field;
pub use recurrence::Recurrence;
pub use zone::{Zone, ZoneError};
