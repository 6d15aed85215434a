//! What fires after a scheduler was away.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use studio_schedule::{Cron, Due, MAX_FIRES, Misfire, Recurrence, Zone, due};

const GRACE: Duration = Duration::from_secs(120);

fn at(time: &str) -> DateTime<Utc> {
    format!("2026-01-01T{time}Z").parse().unwrap()
}

fn recurrence(line: &str) -> Recurrence {
    Recurrence {
        cron: Cron::parse(line).unwrap(),
        zone: Zone::UTC,
    }
}

fn hourly(last_planned: &str, now: &str, policy: Misfire) -> Due {
    due(&recurrence("@hourly"), at(last_planned), at(now), GRACE, policy)
}

fn check(due: &Due, fire: &[&str], skipped: u64, next: &str) {
    let expected = Due {
        fire: fire.iter().map(|time| at(time)).collect(),
        skipped,
        next: Some(at(next)),
    };
    assert_eq!(*due, expected);
}

const POLICIES: [Misfire; 4] = [
    Misfire::Skip,
    Misfire::Once,
    Misfire::All { max: 0 },
    Misfire::All { max: 5 },
];

#[test]
fn a_run_within_the_grace_fires_under_every_policy() {
    for policy in POLICIES {
        check(&hourly("11:59:30", "12:00:00", policy), &["12:00:00"], 0, "13:00:00");
        check(&hourly("11:59:30", "12:00:01", policy), &["12:00:00"], 0, "13:00:00");
        check(&hourly("11:00:00", "12:02:00", policy), &["12:00:00"], 0, "13:00:00");
    }
}

#[test]
fn nothing_is_due_between_two_times() {
    for policy in POLICIES {
        check(&hourly("12:00:00", "12:59:59", policy), &[], 0, "13:00:00");
    }
}

#[test]
fn what_was_planned_is_not_planned_again() {
    for policy in POLICIES {
        check(&hourly("12:00:00", "12:00:00", policy), &[], 0, "13:00:00");
        // This node's clock is behind the one that planned.
        check(&hourly("12:00:01", "11:59:59", policy), &[], 0, "13:00:00");
        check(&hourly("13:00:00", "11:59:59", policy), &[], 0, "14:00:00");
    }
}

#[test]
fn skip_leaves_out_what_is_late() {
    check(&hourly("08:30:00", "12:30:00", Misfire::Skip), &[], 4, "13:00:00");
    check(
        &hourly("08:30:00", "12:01:00", Misfire::Skip),
        &["12:00:00"],
        3,
        "13:00:00",
    );
}

#[test]
fn once_makes_up_for_the_newest() {
    check(
        &hourly("08:30:00", "12:30:00", Misfire::Once),
        &["12:00:00"],
        3,
        "13:00:00",
    );
}

#[test]
fn once_does_not_add_to_a_run_that_is_on_time() {
    check(
        &hourly("08:30:00", "12:01:00", Misfire::Once),
        &["12:00:00"],
        3,
        "13:00:00",
    );
}

#[test]
fn all_makes_up_for_the_newest_up_to_its_limit() {
    let all = |max| hourly("08:30:00", "12:30:00", Misfire::All { max });
    check(&all(0), &[], 4, "13:00:00");
    check(&all(2), &["11:00:00", "12:00:00"], 2, "13:00:00");
    check(
        &all(99),
        &["09:00:00", "10:00:00", "11:00:00", "12:00:00"],
        0,
        "13:00:00",
    );
    let and_on_time = hourly("08:30:00", "12:01:00", Misfire::All { max: 1 });
    check(&and_on_time, &["11:00:00", "12:00:00"], 2, "13:00:00");
}

#[test]
fn the_grace_is_exact() {
    let daily = recurrence("0 9 * * *");
    let fired = |now, grace| !due(&daily, at("08:00:00"), now, grace, Misfire::Skip).fire.is_empty();
    assert!(fired(at("09:02:00"), GRACE));
    assert!(!fired(at("09:02:00") + TimeDelta::nanoseconds(1), GRACE));
    assert!(fired(at("09:00:00"), Duration::ZERO));
    assert!(fired(at("23:00:00"), Duration::MAX));
}

#[test]
fn a_year_without_power_is_decided_at_once() {
    let started = Instant::now();
    let (from, to) = (at("00:00:00"), at("00:00:30") + TimeDelta::days(365));
    let minutes = 365 * 24 * 60;
    for zone in ["UTC", "America/New_York"] {
        let every_minute = Recurrence {
            zone: Zone::parse(zone).unwrap(),
            ..recurrence("* * * * *")
        };
        let due = |policy| due(&every_minute, from, to, GRACE, policy);
        assert_eq!(due(Misfire::Skip).fire.len(), 2);
        assert_eq!(due(Misfire::Skip).skipped, minutes - 2);
        assert_eq!(due(Misfire::All { max: 10 }).fire.len(), 12);
        let most = due(Misfire::All { max: u32::MAX });
        assert_eq!(most.fire.len(), MAX_FIRES as usize);
        assert_eq!(most.skipped, minutes - u64::from(MAX_FIRES));
        assert_eq!(most.fire.last(), Some(&(to - TimeDelta::seconds(30))));
        assert!(most.fire.is_sorted());
    }
    // Visiting half a million minutes eight times over takes minutes without optimisation.
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn a_wide_grace_is_bounded_too() {
    let every_second = recurrence("* * * * * *");
    let due = due(
        &every_second,
        at("00:00:00"),
        at("01:00:00"),
        Duration::from_secs(3600),
        Misfire::Skip,
    );
    assert_eq!(due.fire.len(), MAX_FIRES as usize);
    assert_eq!(due.fire.last(), Some(&at("01:00:00")));
    assert_eq!(due.skipped, 3600 - u64::from(MAX_FIRES));
}

#[test]
fn missed_daily_runs_keep_their_local_time() {
    let berlin = Recurrence {
        zone: Zone::parse("Europe/Berlin").unwrap(),
        ..recurrence("30 2 * * *")
    };
    let moment = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let (from, now) = (moment("2026-03-27T12:00:00Z"), moment("2026-03-30T12:00:00Z"));
    let due = due(&berlin, from, now, GRACE, Misfire::All { max: 10 });
    let expected = ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"];
    assert_eq!(due.fire, expected.map(moment));
    assert_eq!(due.next, Some(moment("2026-03-31T00:30:00Z")));
}

#[test]
fn planning_often_or_rarely_comes_to_the_same() {
    let line = recurrence("*/5 * * * *");
    let policy = Misfire::All { max: 1000 };
    let (from, to) = (at("00:00:00"), at("20:00:00"));
    let mut fired = Vec::new();
    let mut planned = from;
    for step in 1.. {
        let now = (planned + TimeDelta::milliseconds(37_123 * (step % 17))).min(to);
        fired.extend(due(&line, planned, now, GRACE, policy).fire);
        planned = now;
        if now == to {
            break;
        }
    }
    assert_eq!(fired, due(&line, from, to, GRACE, policy).fire);
    assert_eq!(fired, line.between(from, to, usize::MAX));
}

#[test]
fn after_the_end_of_2100_nothing_follows() {
    let now: DateTime<Utc> = "2101-06-01T00:00:00Z".parse().unwrap();
    let due = due(
        &recurrence("@yearly"),
        now - TimeDelta::days(300),
        now,
        GRACE,
        Misfire::Once,
    );
    assert_eq!(due, Due::default());
}

#[test]
fn policies_are_stored_in_snake_case() {
    let cases = [
        (Misfire::Skip, r#""skip""#),
        (Misfire::Once, r#""once""#),
        (Misfire::All { max: 3 }, r#"{"all":{"max":3}}"#),
    ];
    for (policy, stored) in cases {
        assert_eq!(serde_json::to_string(&policy).unwrap(), stored);
        assert_eq!(serde_json::from_str::<Misfire>(stored).unwrap(), policy);
    }
}
