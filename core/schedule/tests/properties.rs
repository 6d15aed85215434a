//! What holds for every line, zone and moment, compared with a slow and obvious answer.
//!
//! The slow answer knows nothing of the crate: it looks at every minute of local time and asks chrono what that minute is in UTC.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, LocalResult, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use studio_schedule::{Cron, Recurrence, Zone};

const LINES: [&str; 22] = [
    "* * * * *",
    "*/7 * * * *",
    "30 * * * *",
    "20,35 * * * *",
    "0 */2 * * *",
    "15 */3 * * *",
    "0 */12 * * *",
    "20,45 1-23/2 * * *",
    "0 0 * * *",
    "30 0 * * *",
    "30 1 * * *",
    "0 2 * * *",
    "30 2 * * *",
    "59 2 * * *",
    "0 3 * * *",
    "*/10 1-3 * * *",
    "20,40 0,2,23 * * *",
    "30 23 * * 6",
    "15 2 * * 0",
    "*/20 * 29 * 0",
    "45 */2 */2 * 0,4,5",
    "0 9 1 * *",
];

/// Each with days on which its clocks are changed, or not.
const DAYS: [(&str, &[&str]); 9] = [
    ("UTC", &["2026-03-29"]),
    ("Europe/Berlin", &["2026-03-29", "2026-10-25", "2026-06-30"]),
    ("America/New_York", &["2026-03-08", "2026-11-01", "2027-12-31"]),
    ("Australia/Lord_Howe", &["2026-04-05", "2026-10-04"]),
    ("Africa/Cairo", &["2026-04-24", "2026-10-29"]),
    ("America/Havana", &["2026-03-08", "2026-11-01"]),
    ("Antarctica/Troll", &["2026-03-29", "2026-10-25"]),
    ("Europe/Dublin", &["2026-03-29", "2026-10-25"]),
    ("Africa/Casablanca", &["2026-02-15", "2026-03-22"]),
];

/// Calls `check` with every line in every zone and three days around each of its days.
fn check_all(check: impl Fn(&Recurrence, DateTime<Utc>, DateTime<Utc>)) {
    for line in LINES {
        for (zone, days) in DAYS {
            let recurrence = Recurrence {
                cron: Cron::parse(line).unwrap(),
                zone: Zone::parse(zone).unwrap(),
            };
            for day in days {
                let noon: DateTime<Utc> = format!("{day}T12:00:00Z").parse().unwrap();
                check(&recurrence, noon - TimeDelta::days(2), noon + TimeDelta::days(1));
            }
        }
    }
}

#[test]
fn the_answer_is_the_slow_and_obvious_one() {
    check_all(|recurrence, from, to| {
        let expected: Vec<_> = slow(recurrence, from, to).into_iter().collect();
        assert_eq!(recurrence.between(from, to, usize::MAX), expected, "{recurrence:?}");
    });
}

#[test]
fn the_next_time_is_the_first_strictly_after_any_moment() {
    check_all(|recurrence, from, to| {
        let times = recurrence.between(from, to, usize::MAX);
        let steps = (to - from).num_minutes() / 11;
        for step in 0..steps {
            let at = from + TimeDelta::seconds(step * 11 * 60 + step % 60);
            let next = recurrence.next_after(at).unwrap();
            assert!(next > at, "{recurrence:?} after {at}");
            let expected = times.iter().copied().find(|time| *time > at);
            assert_eq!(
                Some(next).filter(|next| *next <= to),
                expected,
                "{recurrence:?} after {at}"
            );
        }
    });
}

#[test]
fn walking_step_by_step_is_the_window() {
    check_all(|recurrence, from, to| {
        let mut walked = Vec::new();
        let mut at = from;
        while let Some(next) = recurrence.next_after(at).filter(|next| *next <= to) {
            assert!(next > at);
            walked.push(next);
            at = next;
        }
        assert_eq!(walked, recurrence.between(from, to, usize::MAX), "{recurrence:?}");
        assert_eq!(
            walked.len(),
            recurrence.iter_after(from).take_while(|at| *at <= to).count()
        );
    });
}

#[test]
fn counting_is_as_long_as_the_window() {
    check_all(|recurrence, from, to| {
        for hour in [0, 7, 13, 18, 24, 29] {
            // Odd seconds, so that windows begin and end everywhere, in holes and repeats too.
            let from = from + TimeDelta::seconds(hour * 3601);
            let to = to - TimeDelta::seconds(hour * 1207);
            let times = recurrence.between(from, to, usize::MAX);
            assert_eq!(
                recurrence.count_between(from, to),
                times.len() as u64,
                "{recurrence:?} {from} {to}"
            );
            let newest = &times[times.len().saturating_sub(5)..];
            assert_eq!(
                recurrence.newest_between(from, to, 5),
                newest,
                "{recurrence:?} {from} {to}"
            );
        }
    });
}

#[test]
fn counting_holds_for_years() {
    for line in ["0 */6 * * *", "30 2 * * *", "0 0 29 2 *", "15 2 1 * 0"] {
        for (zone, _) in DAYS {
            let recurrence = Recurrence {
                cron: Cron::parse(line).unwrap(),
                zone: Zone::parse(zone).unwrap(),
            };
            let (from, to) = (
                "2024-01-01T00:00:07Z".parse().unwrap(),
                "2030-07-01T00:00:00Z".parse().unwrap(),
            );
            let times = recurrence.between(from, to, usize::MAX);
            assert_eq!(recurrence.count_between(from, to), times.len() as u64, "{recurrence:?}");
        }
    }
}

#[test]
fn a_daily_run_happens_once_on_every_day_everywhere() {
    let from: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    for name in Zone::names() {
        for line in ["0 0 * * *", "30 2 * * *"] {
            let recurrence = Recurrence {
                cron: Cron::parse(line).unwrap(),
                zone: Zone::parse(name).unwrap(),
            };
            let times = recurrence.between(from, from + TimeDelta::days(730), usize::MAX);
            let days: Vec<_> = times.iter().map(|at| recurrence.zone.local(*at).date_naive()).collect();
            assert!(
                days.windows(2).all(|pair| pair[0].succ_opt() == Some(pair[1])),
                "{name} {line}"
            );
        }
    }
}

/// The times in (from, to], by the rule that `Recurrence` states.
fn slow(recurrence: &Recurrence, from: DateTime<Utc>, to: DateTime<Utc>) -> BTreeSet<DateTime<Utc>> {
    let zone: Tz = recurrence.zone.name().parse().unwrap();
    let line = recurrence.cron.as_str();
    let hours = line.split(' ').nth(1).unwrap();
    let is_interval = hours == "*" || hours.contains('/');
    let mut times = BTreeSet::new();
    let mut wall = from.naive_utc() - TimeDelta::days(2);
    while wall < to.naive_utc() + TimeDelta::days(2) {
        if slow_matches(line, wall) {
            times.extend(slow_moments(zone, wall, is_interval));
        }
        wall += TimeDelta::minutes(1);
    }
    times.into_iter().filter(|at| *at > from && *at <= to).collect()
}

fn slow_moments(zone: Tz, wall: NaiveDateTime, is_interval: bool) -> Vec<DateTime<Utc>> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(only) => vec![only.to_utc()],
        LocalResult::Ambiguous(first, second) if is_interval => vec![first.to_utc(), second.to_utc()],
        LocalResult::Ambiguous(first, _) => vec![first.to_utc()],
        LocalResult::None => {
            let minutes = |direction: i64| (1..).map(move |minute| wall + TimeDelta::minutes(direction * minute));
            let existing = |wall: NaiveDateTime| zone.from_local_datetime(&wall).single();
            if is_interval {
                // As long after the last minute before the hole as the clock would have counted.
                let (before, at) = minutes(-1).find_map(|wall| Some((wall, existing(wall)?))).unwrap();
                vec![at.to_utc() + (wall - before)]
            } else {
                vec![minutes(1).find_map(existing).unwrap().to_utc()]
            }
        }
    }
}

/// Whether a line of five fields of numbers names this minute.
fn slow_matches(line: &str, wall: NaiveDateTime) -> bool {
    let fields: Vec<&str> = line.split(' ').collect();
    let field = |index: usize, lowest: u32, value: u32| {
        fields[index]
            .split(',')
            .any(|item| slow_item_matches(item, lowest, value))
    };
    let (day, weekday) = (
        field(2, 1, wall.day()),
        field(4, 0, wall.weekday().num_days_from_sunday()),
    );
    let days = match (fields[2].contains('*'), fields[4].contains('*')) {
        (false, false) => day || weekday,
        _ => day && weekday,
    };
    days && field(0, 0, wall.minute()) && field(1, 0, wall.hour()) && field(3, 1, wall.month())
}

fn slow_item_matches(item: &str, lowest: u32, value: u32) -> bool {
    let (span, step) = item.split_once('/').unwrap_or((item, "1"));
    let (first, last) = match span.split_once('-') {
        Some((first, last)) => (first.parse().unwrap(), last.parse().unwrap()),
        None if span == "*" => (lowest, 99),
        None => (span.parse().unwrap(), span.parse().unwrap()),
    };
    (first..=last).contains(&value) && (value - first).is_multiple_of(step.parse().unwrap())
}
