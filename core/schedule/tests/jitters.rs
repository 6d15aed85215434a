//! Delays that all nodes agree on.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::{collections::HashSet, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use studio_schedule::jitter;

const MINUTE: Duration = Duration::from_secs(60);
const SCHEDULE: u128 = 0x0199_f0c1_7a2b_7c3d_8e4f_5061_7283_94a5;

fn midnight() -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

/// During an update old and new nodes work side by side, so these values may never change.
#[test]
fn the_delay_is_the_same_in_every_version() {
    let days = [0, 1, 2].map(|day| jitter(SCHEDULE, midnight() + TimeDelta::days(day), MINUTE).as_millis());
    assert_eq!(days, [38_570, 29_441, 6_865]);
    let thousand_s = Duration::from_secs(1000);
    assert_eq!(jitter(0, DateTime::UNIX_EPOCH, thousand_s).as_millis(), 138_709);
    let before_1970 = DateTime::UNIX_EPOCH - TimeDelta::seconds(1);
    assert_eq!(jitter(u128::MAX, before_1970, thousand_s).as_millis(), 207_432);
}

#[test]
fn the_delay_stays_within_its_limit_and_reaches_it() {
    let few = Duration::from_millis(3);
    let delays: HashSet<Duration> = (0..200).map(|seed| jitter(seed, midnight(), few)).collect();
    assert_eq!(delays, (0..=3).map(Duration::from_millis).collect());
}

#[test]
fn extreme_limits_are_no_trouble() {
    assert!(jitter(SCHEDULE, midnight(), Duration::MAX) > MINUTE);
    for limit in [Duration::ZERO, Duration::from_micros(999)] {
        assert_eq!(jitter(SCHEDULE, midnight(), limit), Duration::ZERO);
    }
}

#[test]
fn every_part_of_the_id_and_the_time_matters() {
    let mut delays = HashSet::new();
    let week = Duration::from_secs(7 * 86_400);
    for bit in 0..128 {
        delays.insert(jitter(SCHEDULE ^ 1 << bit, midnight(), week));
    }
    for second in 0..128 {
        delays.insert(jitter(SCHEDULE, midnight() + TimeDelta::seconds(second), week));
    }
    assert!(delays.len() > 254, "{}", delays.len());
}

#[test]
fn schedules_of_the_same_moment_are_spread_evenly() {
    let mut seconds = [0; 60];
    for schedule in 0..60_000 {
        let delay = jitter(SCHEDULE + schedule, midnight(), MINUTE);
        seconds[delay.as_secs().min(59) as usize] += 1;
    }
    // A thousand each on average; five standard deviations are 160.
    assert!(seconds.iter().all(|count| (840..1160).contains(count)), "{seconds:?}");
}
