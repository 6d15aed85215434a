//! Which readings of a wall clock a cron line names. Knows no zones: a reading is a `NaiveDateTime`.
//!
//! The `cron` crate does the search. It counts Sunday as 1, always wants seconds, and lets a day pass only when day of month *and*
//! day of week match; this file writes our fields in its terms.

use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use cron::Schedule;

use crate::{field::Field, values::Values};

const DAY_S: u64 = 86_400;

/// The readings that a line names, to the second, from 1970 to the end of the year 2100.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    seconds: Values,
    minutes: Values,
    hours: Values,
    /// One schedule, or two whose union is meant.
    schedules: Vec<Schedule>,
}

impl Calendar {
    /// From the fields in the order of [`Field::ALL`].
    pub(crate) fn new(fields: [Values; 6]) -> Self {
        let [seconds, minutes, hours, days, _, weekdays] = fields;
        let texts = Field::ALL.map(|field| crate_text(field, fields[field as usize]));
        let schedules = if days.is_restricted() && weekdays.is_restricted() {
            vec![without(&texts, Field::DayOfWeek), without(&texts, Field::DayOfMonth)]
        } else {
            vec![schedule(&texts)]
        };
        Self {
            seconds,
            minutes,
            hours,
            schedules,
        }
    }

    /// The first reading at or after `wall`, a whole second. `None` past the year 2100.
    pub(crate) fn first_at(&self, wall: NaiveDateTime) -> Option<NaiveDateTime> {
        // The search works on readings alone; UTC has neither holes nor repeats.
        let before = (wall - TimeDelta::seconds(1)).and_utc();
        let firsts = self.schedules.iter().filter_map(|each| each.after(&before).next());
        firsts.min().map(|at| at.naive_utc())
    }

    /// Whether any time of this day is named.
    pub(crate) fn fires_on(&self, day: NaiveDate) -> bool {
        let time = NaiveTime::from_hms_opt(self.hours.first(), self.minutes.first(), self.seconds.first());
        time.is_some_and(|time| {
            let reading = day.and_time(time).and_utc();
            self.schedules.iter().any(|each| each.includes(reading))
        })
    }

    /// How many of a day's times lie before this second of it (0 to 86,400).
    pub(crate) fn times_before(&self, second_of_day: u32) -> u64 {
        let (hour, minute, second) = (second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60);
        let mut times = self.hours.below(hour) * self.minutes.len() * self.seconds.len();
        if self.hours.contains(hour) {
            times += self.minutes.below(minute) * self.seconds.len();
            if self.minutes.contains(minute) {
                times += self.seconds.below(second);
            }
        }
        times.into()
    }

    /// The shortest distance between two readings, those around midnight included.
    pub(crate) fn shortest_gap(&self) -> Duration {
        let units = [(self.seconds, 1), (self.minutes, 60), (self.hours, 3600)];
        let spread: u32 = units.iter().map(|(values, unit_s)| values.spread() * unit_s).sum();
        let mut shortest = self.shortest_day_gap() * DAY_S - u64::from(spread);
        // From the last time within one minute (hour) to the first within the next that is named.
        let mut inner = 0;
        for (values, unit_s) in units {
            if let Some(closest) = values.closest() {
                shortest = shortest.min((closest * unit_s - inner).into());
            }
            inner += values.spread() * unit_s;
        }
        Duration::from_secs(shortest)
    }

    /// Days between the two closest days that are named. Leap years and weekdays repeat after 28 years (until 2100).
    fn shortest_day_gap(&self) -> u64 {
        const CYCLE_DAYS: usize = 28 * 365 + 7;
        let start = NaiveDate::from_ymd_opt(2001, 1, 1).expect("a day of the calendar");
        let mut shortest = CYCLE_DAYS;
        let mut previous = None;
        for (index, day) in start.iter_days().take(CYCLE_DAYS).enumerate() {
            if !self.fires_on(day) {
                continue;
            }
            shortest = previous.map_or(shortest, |previous| shortest.min(index - previous));
            previous = Some(index);
            if shortest == 1 {
                break;
            }
        }
        shortest as u64
    }
}

/// The field in the notation of the `cron` crate: plain lists, Sunday is 1.
fn crate_text(field: Field, values: Values) -> String {
    let shift = u32::from(field == Field::DayOfWeek);
    let numbers: Vec<String> = values.iter().map(|value| (value + shift).to_string()).collect();
    numbers.join(",")
}

/// The schedule that does not care about this field.
fn without(texts: &[String; 6], field: Field) -> Schedule {
    let mut texts = texts.clone();
    texts[field as usize] = "*".to_owned();
    schedule(&texts)
}

fn schedule(texts: &[String; 6]) -> Schedule {
    let text = texts.join(" ");
    text.parse()
        .expect("lists of numbers inside the range of their field are a schedule")
}
