//! Walking along a recurrence: one step, many, a window, from its end.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::{DateTime, TimeDelta, Utc};
use studio_schedule::{Cron, Recurrence, Zone};

fn recurrence(line: &str, zone: &str) -> Recurrence {
    Recurrence {
        cron: Cron::parse(line).unwrap(),
        zone: Zone::parse(zone).unwrap(),
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn local_time_is_meant() {
    let daily = recurrence("0 9 * * *", "Asia/Kolkata");
    assert_eq!(
        daily.next_after(at("2026-01-01T00:00:00Z")),
        Some(at("2026-01-01T03:30:00Z"))
    );
    // Monday there begins while it is Sunday in UTC.
    let weekly = recurrence("0 1 * * mon", "Pacific/Auckland");
    assert_eq!(
        weekly.next_after(at("2026-01-01T00:00:00Z")),
        Some(at("2026-01-04T12:00:00Z"))
    );
}

#[test]
fn the_next_time_is_strictly_later() {
    let daily = recurrence("0 9 * * *", "UTC");
    let nine = at("2026-01-01T09:00:00Z");
    assert_eq!(daily.next_after(nine - TimeDelta::nanoseconds(1)), Some(nine));
    assert_eq!(daily.next_after(nine), Some(nine + TimeDelta::days(1)));
    assert_eq!(
        daily.next_after(nine + TimeDelta::nanoseconds(1)),
        Some(nine + TimeDelta::days(1))
    );
}

#[test]
fn a_window_excludes_its_start_and_includes_its_end() {
    let hourly = recurrence("@hourly", "UTC");
    let (from, to) = (at("2026-01-01T09:00:00Z"), at("2026-01-01T11:00:00Z"));
    let expected = [at("2026-01-01T10:00:00Z"), to];
    assert_eq!(hourly.between(from, to, 10), expected);
    assert_eq!(hourly.count_between(from, to), 2);
    assert_eq!(hourly.between(from, to, 1), expected[..1]);
    assert_eq!(hourly.newest_between(from, to, 1), expected[1..]);
    assert!(hourly.newest_between(from, to, 0).is_empty());
    for (from, to) in [(to, from), (from, from)] {
        assert!(hourly.between(from, to, 10).is_empty());
        assert!(hourly.newest_between(from, to, 10).is_empty());
        assert_eq!(hourly.count_between(from, to), 0);
    }
}

#[test]
fn every_second_of_a_long_day_is_counted() {
    let every_second = recurrence("* * * * * *", "America/New_York");
    let (midnight, next_midnight) = (at("2026-11-01T04:00:00Z"), at("2026-11-02T05:00:00Z"));
    assert_eq!(every_second.count_between(midnight, next_midnight), 25 * 3600);
    let newest = every_second.newest_between(midnight, at("2026-11-01T06:00:01Z"), 3);
    let expected = ["2026-11-01T05:59:59Z", "2026-11-01T06:00:00Z", "2026-11-01T06:00:01Z"];
    assert_eq!(newest, expected.map(at));
    // Named hours: the hour that is shown twice counts once.
    let by_hours = recurrence("* * 0-4 * * *", "America/New_York");
    assert_eq!(
        by_hours.count_between(midnight - TimeDelta::seconds(1), next_midnight - TimeDelta::seconds(1)),
        5 * 3600
    );
}

#[test]
fn the_ends_of_time_are_no_trouble() {
    let daily = recurrence("0 0 * * *", "Pacific/Kiritimati");
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    assert!(daily.next_after(first).is_some());
    assert_eq!(daily.next_after(last), None);
    assert_eq!(daily.next_after(at("2100-12-31T23:59:59Z")), None);
    // Each day of 131 years, 32 of them leap years, but for the last of 1994: Kiritimati moved the date line and left it out.
    assert_eq!(daily.count_between(first, last), 131 * 365 + 32 - 1);
    assert_eq!(daily.newest_between(first, last, 1), [at("2100-12-30T10:00:00Z")]);
}

#[test]
fn rules_hold_for_the_whole_century() {
    // Summer time is still known in 2099: nine in the morning is seven o'clock in UTC.
    let daily = recurrence("0 9 * * *", "Europe/Berlin");
    assert_eq!(
        daily.next_after(at("2099-07-01T00:00:00Z")),
        Some(at("2099-07-01T07:00:00Z"))
    );
}
