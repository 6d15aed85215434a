//! How close together a line fires.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use studio_schedule::{Cron, CronError, Recurrence, Zone};

const DAY_S: u64 = 86_400;

#[test]
fn the_shortest_gap_is_the_closest_pair() {
    let cases = [
        ("* * * * * *", 1),
        ("0,59 * * * * *", 1),
        ("10,40 * * * * *", 30),
        ("* * * * *", 60),
        ("*/7 * * * *", 4 * 60),
        ("0,50 * * * *", 10 * 60),
        ("0,50 9 * * *", 50 * 60),
        ("0 * * * *", 3600),
        ("0 9,17 * * *", 8 * 3600),
        ("0 1,23 * * *", 2 * 3600),
        ("0 1,23 * * 1", 22 * 3600),
        ("30 23 * * *", DAY_S),
        ("0,59 0,23 * * *", 60),
        ("0 9 1,31 * *", DAY_S),
        ("0 9 * * mon", 7 * DAY_S),
        ("0 9 * * mon,thu", 3 * DAY_S),
        ("0 9 15 * *", 28 * DAY_S),
        ("0 9 1 * mon", DAY_S),
        ("0 0 1 1 *", 365 * DAY_S),
        ("0 0 29 2 *", (4 * 365 + 1) * DAY_S),
    ];
    for (line, gap_s) in cases {
        assert_eq!(
            Cron::parse(line).unwrap().shortest_gap(),
            Duration::from_secs(gap_s),
            "{line}"
        );
    }
}

#[test]
fn no_two_times_come_closer_than_the_shortest_gap() {
    let lines = [
        "*/7 * * * *",
        "1,5,58 3,4,22 * * *",
        "0 1,23 * * 1,2",
        "59 23 28-31 * 1",
        "0 */5 */3 * *",
        "5,55 */20 0,1 * * *",
        "0 0 31,1 */2 *",
    ];
    let from: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    for line in lines {
        let cron = Cron::parse(line).unwrap();
        let recurrence = Recurrence {
            cron: cron.clone(),
            zone: Zone::UTC,
        };
        let times = recurrence.between(from, from + TimeDelta::days(1500), 3000);
        let closest = times.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap();
        assert_eq!(closest.to_std().unwrap(), cron.shortest_gap(), "{line}");
    }
}

#[test]
fn lines_that_fire_too_often_are_refused() {
    let minute = Duration::from_secs(60);
    assert_eq!(Cron::parse("* * * * *").unwrap().check_min_gap(minute), Ok(()));
    let refused = Cron::parse("* * * * * *").unwrap().check_min_gap(minute);
    let shortest = Duration::from_secs(1);
    assert_eq!(
        refused,
        Err(CronError::TooOften {
            shortest,
            allowed: minute
        })
    );
    assert_eq!(
        refused.unwrap_err().to_string(),
        "fires every 1 s at the closest; the shortest allowed distance is 60 s"
    );
}
