//! Day of month and day of week together; months of different lengths.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::{DateTime, Utc};
use studio_schedule::{Cron, Recurrence, Zone};

/// The first days after 1 January 2026, as `05 Jan`.
fn days(line: &str, count: usize) -> Vec<String> {
    let recurrence = Recurrence {
        cron: Cron::parse(line).unwrap(),
        zone: Zone::UTC,
    };
    let from: DateTime<Utc> = "2026-01-01T12:00:00Z".parse().unwrap();
    let times = recurrence.iter_after(from).take(count);
    times.map(|at| at.format("%d %b").to_string()).collect()
}

#[test]
fn two_restricted_days_fire_on_either() {
    // 2026: the Mondays of January are 5, 12, 19, 26; 1 February is a Sunday.
    let expected = ["05 Jan", "12 Jan", "13 Jan", "19 Jan", "26 Jan", "02 Feb"];
    assert_eq!(days("0 9 13 * mon", 6), expected);
}

#[test]
fn a_day_that_matches_both_fires_once() {
    // 13 April 2026 is a Monday.
    assert_eq!(
        days("0 9 13 4 1", 5),
        ["06 Apr", "13 Apr", "20 Apr", "27 Apr", "05 Apr"]
    );
}

#[test]
fn a_star_with_a_step_narrows_the_other_day() {
    assert_eq!(days("0 9 */2 * 1", 3), ["05 Jan", "19 Jan", "09 Feb"]);
    assert_eq!(days("0 9 13 * */5", 3), ["13 Feb", "13 Mar", "13 Sep"]);
}

#[test]
fn one_restricted_day_is_alone() {
    assert_eq!(days("0 9 13 * *", 2), ["13 Jan", "13 Feb"]);
    assert_eq!(days("0 9 * * mon", 2), ["05 Jan", "12 Jan"]);
}

#[test]
fn a_range_over_all_days_is_a_restriction() {
    // As crontab(5) has it: no `*`, so either day is enough, and every day is one.
    assert_eq!(days("0 9 1-31 * mon", 3), ["02 Jan", "03 Jan", "04 Jan"]);
}

#[test]
fn short_months_are_skipped() {
    assert_eq!(days("0 9 31 * *", 4), ["31 Jan", "31 Mar", "31 May", "31 Jul"]);
    assert_eq!(days("0 9 30 1-3 *", 3), ["30 Jan", "30 Mar", "30 Jan"]);
}

#[test]
fn leap_days_wait_for_leap_years() {
    let recurrence = Recurrence {
        cron: Cron::parse("0 0 29 2 *").unwrap(),
        zone: Zone::UTC,
    };
    let from: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    let leap_days: Vec<String> = recurrence
        .iter_after(from)
        .map(|at| at.format("%Y").to_string())
        .collect();
    assert_eq!(leap_days[..2], ["2028", "2032"]);
    // 2100 is none, and past it nothing is known.
    assert_eq!(leap_days.last().unwrap(), "2096");
}
