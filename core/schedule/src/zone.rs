//! Time zones by their IANA name.

use std::{fmt, str::FromStr};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use serde::{Deserialize, Serialize};

use crate::nearest::nearest;

/// An IANA time zone such as `Europe/Berlin`. Stored and shown by its name.
///
/// The rules come with the program (`chrono-tz`), not from the machine, so that all nodes of a version agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Tz);

/// There is no such zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no time zone is called `{name}`{}", hint(.nearest))]
pub struct ZoneError {
    /// What was asked for.
    pub name: String,
    /// At most three zones with a similar name, the most similar first.
    pub nearest: Vec<&'static str>,
}

fn hint(nearest: &[&str]) -> String {
    if nearest.is_empty() {
        return "; write it like Europe/Berlin".to_owned();
    }
    format!("; did you mean {}?", nearest.join(", "))
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone of this name, in its exact spelling.
    ///
    /// # Errors
    /// [`ZoneError`] with names that look alike, when there is none.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        name.parse().map(Self).map_err(|_| ZoneError {
            name: name.to_owned(),
            nearest: nearest(name, Self::names()),
        })
    }

    /// The zone of this name, for those who have no use for names that look alike: it costs the same whatever was asked for.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// The name, `Europe/Berlin`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The names of all zones, for a list to choose from.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    /// The same moment as people there read it, with its distance from UTC.
    #[must_use]
    pub fn local(self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        at.with_timezone(&self.0).fixed_offset()
    }

    /// The day that people there have at this moment.
    #[must_use]
    pub fn day(self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date_naive()
    }

    /// The first moment of a day there: midnight, or the end of the hole where clocks skip it. `None` at the ends of the calendar.
    #[must_use]
    pub fn start_of_day(self, day: NaiveDate) -> Option<DateTime<Utc>> {
        // Holes are whole quarters of an hour, the longest a whole day (Samoa, 2011).
        const QUARTERS: i32 = 24 * 4;
        let midnight = day.and_time(NaiveTime::MIN);
        (0..=QUARTERS).find_map(|quarters| {
            let reading = midnight.checked_add_signed(TimeDelta::minutes(15) * quarters)?;
            let moment = self.0.from_local_datetime(&reading).earliest()?;
            Some(moment.to_utc())
        })
    }

    /// What the wall clock there is ahead of UTC at this moment.
    pub(crate) fn offset(self, at: DateTime<Utc>) -> TimeDelta {
        let offset = self.0.offset_from_utc_datetime(&at.naive_utc()).fix();
        TimeDelta::seconds(offset.local_minus_utc().into())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(name: &str) -> Result<Self, ZoneError> {
        Self::parse(name)
    }
}

impl TryFrom<String> for Zone {
    type Error = ZoneError;

    fn try_from(name: String) -> Result<Self, ZoneError> {
        Self::parse(&name)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_at_midnight_or_where_the_hole_ends() {
        for (zone, day, expected) in [
            ("UTC", "2026-11-12", "2026-11-12T00:00:00Z"),
            ("Europe/Berlin", "2026-11-12", "2026-11-11T23:00:00Z"),
            ("Asia/Kathmandu", "2026-11-12", "2026-11-11T18:15:00Z"),
            // Midnight is skipped, comes twice, and a whole day is skipped.
            ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
            ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"),
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
        ] {
            let zone = Zone::find(zone).unwrap();
            let start = zone.start_of_day(day.parse().unwrap()).unwrap();
            assert_eq!(start, expected.parse::<DateTime<Utc>>().unwrap(), "{zone} {day}");
            let before = start - TimeDelta::microseconds(1);
            assert!(zone.day(before) < zone.day(start), "{zone} {day}");
        }
        assert_eq!(Zone::find("Mars/Olympus"), None);
    }
}
