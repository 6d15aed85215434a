//! Cron lines: reading, showing and storing them.

use std::{fmt, str::FromStr, time::Duration};

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use crate::{calendar::Calendar, error::CronError, field::Field, rhythm::Rhythm, values::Values};

/// A cron line, checked. Stored and shown as the text it was read from, with single spaces.
///
/// **Fields**: minute, hour, day of month, month, day of week; a line of six has the second first. A field is `*`, a value, a range
/// `1-5`, any of these with a step (`*/15`, `9-17/2`, and `5/15` for "from 5 to the end"), or a list of them. Months and days of the
/// week have English names of three letters in any case. The week starts with Sunday = 0; 7 is Sunday too, and a range may end
/// with `sun`.
///
/// **Shorthands**: `@hourly`, `@daily` or `@midnight`, `@weekly` (Sunday), `@monthly`, `@yearly` or `@annually`.
///
/// **Day of month and day of week**: when both are restricted, a day that matches *either* fires: `0 9 1 * mon` is every Monday
/// and every first of the month. A field that holds a `*`, even as `*/2`, is not restricted; then both must match:
/// `0 9 */2 * mon` is the Mondays with an odd date. Source: crontab(5).
///
/// **Range**: a line names times from 1970 to the end of 2100; past that it is silent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cron {
    text: String,
    calendar: Calendar,
    rhythm: Rhythm,
}

impl Cron {
    /// The longest line that is read, in bytes. Every minute of an hour as a list takes 169.
    pub const MAX_LENGTH: usize = 500;

    /// Reads a line of five or six fields or a shorthand.
    ///
    /// # Errors
    /// The first thing that cannot be read, or [`CronError::NeverFires`] when no day fits (`0 0 30 2 *`). Never
    /// [`CronError::TooOften`].
    pub fn parse(text: &str) -> Result<Self, CronError> {
        if text.len() > Self::MAX_LENGTH {
            return Err(CronError::TooLong);
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let fields = parse_fields(&words)?;
        let calendar = Calendar::new(fields);
        if calendar.first_at(DateTime::UNIX_EPOCH.naive_utc()).is_none() {
            return Err(CronError::NeverFires);
        }
        Ok(Self {
            text: words.join(" "),
            calendar,
            rhythm: Rhythm::of(fields[Field::Hour as usize]),
        })
    }

    /// The line as it was written, with single spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The shortest distance between two times it names, in whole seconds, at least one. As the clock on the wall counts: where
    /// clocks are changed, one pair a year may come closer.
    #[must_use]
    pub fn shortest_gap(&self) -> Duration {
        self.calendar.shortest_gap()
    }

    /// Refuses a line that fires more often than every `allowed`.
    ///
    /// # Errors
    /// [`CronError::TooOften`] when the shortest gap is below `allowed`.
    pub fn check_min_gap(&self, allowed: Duration) -> Result<(), CronError> {
        let shortest = self.shortest_gap();
        if shortest < allowed {
            return Err(CronError::TooOften { shortest, allowed });
        }
        Ok(())
    }

    pub(crate) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub(crate) fn rhythm(&self) -> Rhythm {
        self.rhythm
    }
}

fn parse_fields(words: &[&str]) -> Result<[Values; 6], CronError> {
    let texts = match *words {
        [word] if word.starts_with('@') => shorthand(word)?,
        [minute, hour, day, month, weekday] => ["0", minute, hour, day, month, weekday],
        [second, minute, hour, day, month, weekday] => [second, minute, hour, day, month, weekday],
        _ => return Err(CronError::FieldCount { found: words.len() }),
    };
    let mut fields = [Values::default(); 6];
    for (field, text) in Field::ALL.into_iter().zip(texts) {
        fields[field as usize] = Values::parse(field, text)?;
    }
    Ok(fields)
}

fn shorthand(word: &str) -> Result<[&'static str; 6], CronError> {
    Ok(match word.to_ascii_lowercase().as_str() {
        "@hourly" => ["0", "0", "*", "*", "*", "*"],
        "@daily" | "@midnight" => ["0", "0", "0", "*", "*", "*"],
        "@weekly" => ["0", "0", "0", "*", "*", "0"],
        "@monthly" => ["0", "0", "0", "1", "*", "*"],
        "@yearly" | "@annually" => ["0", "0", "0", "1", "1", "*"],
        _ => return Err(CronError::UnknownShorthand { text: word.to_owned() }),
    })
}

impl PartialEq for Cron {
    /// Whether the lines are written alike; `@daily` and `0 0 * * *` are not.
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Cron {}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Cron {
    type Err = CronError;

    fn from_str(text: &str) -> Result<Self, CronError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Cron {
    type Error = CronError;

    fn try_from(text: String) -> Result<Self, CronError> {
        Self::parse(&text)
    }
}

impl From<Cron> for String {
    fn from(cron: Cron) -> Self {
        cron.text
    }
}
