//! Days on which clocks are changed.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::{DateTime, Utc};
use studio_schedule::{Cron, Recurrence, Zone};

/// The zone's clocks, and the local times (with their distance from UTC) that a line names between two moments.
struct Night {
    zone: &'static str,
    from: &'static str,
    to: &'static str,
}

/// 29 March 2026, 02:00 becomes 03:00.
const BERLIN_SPRING: Night = Night {
    zone: "Europe/Berlin",
    from: "2026-03-28T22:30:00Z",
    to: "2026-03-29T03:30:00Z",
};
/// 25 October 2026, 03:00 becomes 02:00.
const BERLIN_AUTUMN: Night = Night {
    zone: "Europe/Berlin",
    from: "2026-10-24T21:30:00Z",
    to: "2026-10-25T03:30:00Z",
};
/// 8 March 2026, 02:00 becomes 03:00.
const NEW_YORK_SPRING: Night = Night {
    zone: "America/New_York",
    from: "2026-03-08T04:30:00Z",
    to: "2026-03-08T09:30:00Z",
};
/// 1 November 2026, 02:00 becomes 01:00.
const NEW_YORK_AUTUMN: Night = Night {
    zone: "America/New_York",
    from: "2026-11-01T03:30:00Z",
    to: "2026-11-01T08:30:00Z",
};
/// 4 October 2026, 02:00 becomes 02:30.
const LORD_HOWE_SPRING: Night = Night {
    zone: "Australia/Lord_Howe",
    from: "2026-10-03T13:00:00Z",
    to: "2026-10-03T17:00:00Z",
};
/// 5 April 2026, 02:00 becomes 01:30.
const LORD_HOWE_AUTUMN: Night = Night {
    zone: "Australia/Lord_Howe",
    from: "2026-04-04T12:45:00Z",
    to: "2026-04-04T17:00:00Z",
};

impl Night {
    fn check(&self, line: &str, expected: &[&str]) {
        let zone = Zone::parse(self.zone).unwrap();
        let cron = Cron::parse(line).unwrap();
        let recurrence = Recurrence { cron, zone };
        let moment = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let times: Vec<String> = recurrence
            .between(moment(self.from), moment(self.to), 100)
            .into_iter()
            .map(|at| zone.local(at).format("%H:%M%:z").to_string())
            .collect();
        assert_eq!(times, expected, "`{line}` in {}", self.zone);
    }
}

#[test]
fn a_daily_time_in_the_hole_fires_at_its_end() {
    for line in ["0 2 * * *", "30 2 * * *", "59 2 * * *"] {
        BERLIN_SPRING.check(line, &["03:00+02:00"]);
        NEW_YORK_SPRING.check(line, &["03:00-04:00"]);
    }
    LORD_HOWE_SPRING.check("0 2 * * *", &["02:30+11:00"]);
    LORD_HOWE_SPRING.check("15 2 * * *", &["02:30+11:00"]);
}

#[test]
fn daily_times_around_the_hole_are_untouched() {
    BERLIN_SPRING.check("59 1 * * *", &["01:59+01:00"]);
    BERLIN_SPRING.check("0 3 * * *", &["03:00+02:00"]);
    BERLIN_SPRING.check("30 3 * * *", &["03:30+02:00"]);
    LORD_HOWE_SPRING.check("30 2 * * *", &["02:30+11:00"]);
    LORD_HOWE_SPRING.check("45 2 * * *", &["02:45+11:00"]);
}

#[test]
fn all_times_in_one_hole_fire_once_together() {
    BERLIN_SPRING.check("0,20,40 2 * * *", &["03:00+02:00"]);
    BERLIN_SPRING.check("0 1,2,3 * * *", &["01:00+01:00", "03:00+02:00"]);
    BERLIN_SPRING.check("30 1-3 * * *", &["01:30+01:00", "03:00+02:00", "03:30+02:00"]);
}

#[test]
fn a_daily_time_shown_twice_fires_the_first_time() {
    BERLIN_AUTUMN.check("0 2 * * *", &["02:00+02:00"]);
    BERLIN_AUTUMN.check("30 2 * * *", &["02:30+02:00"]);
    BERLIN_AUTUMN.check("59 2 * * *", &["02:59+02:00"]);
    BERLIN_AUTUMN.check("0 3 * * *", &["03:00+01:00"]);
    NEW_YORK_AUTUMN.check("30 1 * * *", &["01:30-04:00"]);
    NEW_YORK_AUTUMN.check("0 2 * * *", &["02:00-05:00"]);
    LORD_HOWE_AUTUMN.check("45 1 * * *", &["01:45+11:00"]);
    LORD_HOWE_AUTUMN.check("0 2 * * *", &["02:00+10:30"]);
    BERLIN_AUTUMN.check(
        "0,30 1-3 * * *",
        &[
            "01:00+02:00",
            "01:30+02:00",
            "02:00+02:00",
            "02:30+02:00",
            "03:00+01:00",
            "03:30+01:00",
        ],
    );
}

#[test]
fn intervals_of_minutes_go_on_through_the_change() {
    let spring = ["00:00+01:00", "00:30+01:00", "01:00+01:00", "01:30+01:00"];
    let summer = [
        "03:00+02:00",
        "03:30+02:00",
        "04:00+02:00",
        "04:30+02:00",
        "05:00+02:00",
        "05:30+02:00",
    ];
    BERLIN_SPRING.check("*/30 * * * *", &[&spring[..], &summer].concat());
    NEW_YORK_AUTUMN.check(
        "*/30 0-23 * * *",
        &[
            "00:00-04:00",
            "00:30-04:00",
            "01:00-04:00",
            "01:30-04:00",
            "01:00-05:00",
            "01:30-05:00",
            "02:00-05:00",
            "02:30-05:00",
            "03:00-05:00",
            "03:30-05:00",
        ],
    );
}

#[test]
fn hourly_runs_stay_an_hour_apart() {
    BERLIN_SPRING.check(
        "30 * * * *",
        &[
            "00:30+01:00",
            "01:30+01:00",
            "03:30+02:00",
            "04:30+02:00",
            "05:30+02:00",
        ],
    );
    BERLIN_AUTUMN.check(
        "@hourly",
        &[
            "00:00+02:00",
            "01:00+02:00",
            "02:00+02:00",
            "02:00+01:00",
            "03:00+01:00",
            "04:00+01:00",
        ],
    );
}

#[test]
fn every_two_hours_keeps_its_distance_into_the_change() {
    // Two hours after midnight the clock says three.
    BERLIN_SPRING.check("0 */2 * * *", &["00:00+01:00", "03:00+02:00", "04:00+02:00"]);
    BERLIN_AUTUMN.check(
        "0 */2 * * *",
        &["00:00+02:00", "02:00+02:00", "02:00+01:00", "04:00+01:00"],
    );
}

#[test]
fn half_an_hour_is_a_change_too() {
    LORD_HOWE_SPRING.check(
        "0 * * * *",
        &[
            "00:00+10:30",
            "01:00+10:30",
            "02:30+11:00",
            "03:00+11:00",
            "04:00+11:00",
        ],
    );
    LORD_HOWE_SPRING.check(
        "20,35 * * * *",
        &[
            "23:35+10:30",
            "00:20+10:30",
            "00:35+10:30",
            "01:20+10:30",
            "01:35+10:30",
            "02:35+11:00",
            "02:50+11:00",
            "03:20+11:00",
            "03:35+11:00",
        ],
    );
    LORD_HOWE_AUTUMN.check(
        "45 * * * *",
        &["00:45+11:00", "01:45+11:00", "01:45+10:30", "02:45+10:30"],
    );
}

#[test]
fn a_step_that_gives_one_hour_is_a_time_of_day() {
    BERLIN_AUTUMN.check("0 2/22 * * *", &["02:00+02:00"]);
    BERLIN_SPRING.check("30 2-3/2 * * *", &["03:00+02:00"]);
}

#[test]
fn midnight_itself_may_be_in_the_hole() {
    // In Cairo the clocks go forward at midnight: 24 April 2026 begins at 01:00.
    let cairo = Night {
        zone: "Africa/Cairo",
        from: "2026-04-23T20:00:00Z",
        to: "2026-04-24T20:00:00Z",
    };
    cairo.check("@daily", &["01:00+03:00"]);
    cairo.check("0 */12 * * *", &["01:00+03:00", "12:00+03:00"]);
    cairo.check("15 0 24 * *", &["01:00+03:00"]);
}

#[test]
fn a_day_that_the_clocks_repeat_in_part_fires_once() {
    // In Cairo the clocks go back at midnight: 29 October 2026 shows 23:00 to 24:00 twice.
    let cairo = Night {
        zone: "Africa/Cairo",
        from: "2026-10-29T18:00:00Z",
        to: "2026-10-30T00:00:00Z",
    };
    cairo.check("30 23 * * *", &["23:30+03:00"]);
    cairo.check("@daily", &["00:00+02:00"]);
}
