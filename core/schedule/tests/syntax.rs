//! What a cron line may say, and how it is refused.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::{DateTime, Utc};
use studio_schedule::{Cron, CronError, Field, Recurrence, Zone};

/// The first `count` times after Thursday, 1 January 2026, 00:00 UTC, as `Thu 01 Jan 09:00:00`.
fn times(line: &str, count: usize) -> Vec<String> {
    let recurrence = Recurrence {
        cron: Cron::parse(line).unwrap_or_else(|error| panic!("{line}: {error}")),
        zone: Zone::UTC,
    };
    let from: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    let times = recurrence.iter_after(from).take(count);
    times.map(|at| at.format("%a %d %b %H:%M:%S").to_string()).collect()
}

/// Both lines name the same times, compared over the first 200.
fn check_same(line: &str, other: &str) {
    assert_eq!(times(line, 200), times(other, 200), "`{line}` and `{other}`");
}

fn check_error(line: &str, message: &str) {
    let error = Cron::parse(line).expect_err(line);
    assert_eq!(error.to_string(), message, "{line}");
}

#[test]
fn five_fields_start_with_the_minute() {
    assert_eq!(times("30 9 * * *", 2), ["Thu 01 Jan 09:30:00", "Fri 02 Jan 09:30:00"]);
    assert_eq!(times("* * * * *", 2), ["Thu 01 Jan 00:01:00", "Thu 01 Jan 00:02:00"]);
}

#[test]
fn six_fields_start_with_the_second() {
    assert_eq!(
        times("15,45 30 9 * * *", 3),
        ["Thu 01 Jan 09:30:15", "Thu 01 Jan 09:30:45", "Fri 02 Jan 09:30:15"]
    );
    assert_eq!(times("* * * * * *", 1), ["Thu 01 Jan 00:00:01"]);
}

#[test]
fn days_of_the_week_count_from_sunday_as_0_and_7() {
    assert_eq!(times("0 9 * * 1", 2), ["Mon 05 Jan 09:00:00", "Mon 12 Jan 09:00:00"]);
    assert_eq!(times("0 0 9 * * 6", 1), ["Sat 03 Jan 09:00:00"]);
    assert_eq!(times("* * * * 0", 1), ["Sun 04 Jan 00:00:00"]);
    check_same("* * * * 0", "* * * * 7");
    for (number, name) in ["sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .enumerate()
    {
        check_same(&format!("0 9 * * {number}"), &format!("0 9 * * {name}"));
        let first = times(&format!("0 9 * * {number}"), 1);
        assert!(first[0].to_lowercase().starts_with(name), "{number} is {first:?}");
    }
}

#[test]
fn ranges_of_weekdays_may_end_with_sunday() {
    check_same("0 9 * * 5-7", "0 9 * * 0,5,6");
    check_same("0 9 * * fri-sun", "0 9 * * 0,5,6");
    check_same("0 9 * * sun-tue", "0 9 * * 0,1,2");
    check_same("0 9 * * 0-7", "0 9 * * *");
    check_same("0 9 * * 1-7/2", "0 9 * * 0,1,3,5");
}

#[test]
fn months_count_from_1_and_have_names() {
    assert_eq!(times("0 0 1 3 *", 1), ["Sun 01 Mar 00:00:00"]);
    check_same("0 0 1 jan,MAR-May,Dec *", "0 0 1 1,3,4,5,12 *");
}

#[test]
fn steps_start_where_they_say() {
    check_same("*/15 * * * *", "0,15,30,45 * * * *");
    check_same("5/15 * * * *", "5,20,35,50 * * * *");
    check_same("0 9-17/4 * * *", "0 9,13,17 * * *");
    check_same("0 0 */10 * *", "0 0 1,11,21,31 * *");
    check_same("0 0 * */4 *", "0 0 * 1,5,9 *");
    check_same("0 0 * * */2", "0 0 * * 0,2,4,6");
    check_same("0 0 * * 0/2", "0 0 * * 0,2,4,6");
    check_same("0 0 * * */7", "0 0 * * 0");
    check_same("0 0 * * 1/2", "0 0 * * 1,3,5");
}

#[test]
fn lists_mix_all_forms_in_any_order() {
    check_same("50,5-7,*/30 * * * *", "0,5,6,7,30,50 * * * *");
    check_same("5,5,5-5 * * * *", "5 * * * *");
}

#[test]
fn shorthands_are_known_lines() {
    check_same("@hourly", "0 * * * *");
    check_same("@daily", "0 0 * * *");
    check_same("@midnight", "0 0 * * *");
    check_same("@weekly", "0 0 * * 0");
    check_same("@monthly", "0 0 1 * *");
    check_same("@yearly", "0 0 1 1 *");
    check_same("@Annually", "0 0 1 1 *");
}

#[test]
fn spaces_do_not_matter() {
    let cron = Cron::parse("  0\t9  * *   1 \n").unwrap();
    assert_eq!(cron.as_str(), "0 9 * * 1");
    assert_eq!(cron.to_string(), "0 9 * * 1");
    assert_eq!("0 9 * * 1".parse(), Ok(cron));
}

#[test]
fn errors_name_the_field_and_what_it_allows() {
    check_error("60 * * * *", "minute: `60` is not a number from 0 to 59");
    check_error("60 * * * * *", "second: `60` is not a number from 0 to 59");
    check_error("0 24 * * *", "hour: `24` is not a number from 0 to 23");
    check_error("0 0 0 * *", "day of month: `0` is not a number from 1 to 31");
    check_error("0 0 32 * *", "day of month: `32` is not a number from 1 to 31");
    check_error(
        "0 0 * 13 *",
        "month: `13` is not a number from 1 to 12 or a name from jan to dec",
    );
    check_error(
        "0 0 * * 8",
        "day of week: `8` is not a number from 0 to 7 (0 and 7 are Sunday) or a name from sun to sat",
    );
    check_error(
        "0 17-9 * * *",
        "hour: the range `17-9` runs backwards; both ends are a number from 0 to 23, the lower first",
    );
    check_error("*/90 * * * *", "minute: the step `90` is not a number from 1 to 59");
    check_error("0 */0 * * *", "hour: the step `0` is not a number from 1 to 23");
}

#[test]
fn nonsense_is_refused_with_its_field() {
    let cases = [
        ("a * * * *", Field::Minute),
        ("+5 * * * *", Field::Minute),
        ("-5 * * * *", Field::Minute),
        ("1,,2 * * * *", Field::Minute),
        ("1, * * * *", Field::Minute),
        ("5- * * * *", Field::Minute),
        ("1-2-3 * * * *", Field::Minute),
        ("*5 * * * *", Field::Minute),
        ("0 9.5 * * *", Field::Hour),
        ("0 999999999999 * * *", Field::Hour),
        ("0 mon * * *", Field::Hour),
        ("0 0 ? * 1", Field::DayOfMonth),
        ("0 0 L * *", Field::DayOfMonth),
        ("0 0 * mon *", Field::Month),
        ("0 0 * * monday", Field::DayOfWeek),
        ("0 0 * * 1#2", Field::DayOfWeek),
        ("٣ * * * *", Field::Minute),
    ];
    for (line, expected) in cases {
        match Cron::parse(line) {
            Err(CronError::Value { field, .. }) => assert_eq!(field, expected, "{line}"),
            other => panic!("{line}: {other:?}"),
        }
    }
    for line in ["*/ * * * *", "*/x * * * *", "*/2/2 * * * *", "*/+2 * * * *"] {
        assert!(matches!(Cron::parse(line), Err(CronError::Step { .. })), "{line}");
    }
}

#[test]
fn other_counts_of_fields_are_refused() {
    for (line, found) in [("", 0), (" ", 0), ("5", 1), ("* * * *", 4), ("0 0 0 1 1 * 2026", 7)] {
        assert_eq!(Cron::parse(line), Err(CronError::FieldCount { found }), "{line}");
    }
    let unknown = |text: &str| CronError::UnknownShorthand { text: text.to_owned() };
    assert_eq!(Cron::parse("@reboot"), Err(unknown("@reboot")));
    assert_eq!(Cron::parse("@"), Err(unknown("@")));
}

#[test]
fn long_lines_are_refused() {
    let minutes: Vec<String> = (0..60).map(|minute| minute.to_string()).collect();
    assert!(Cron::parse(&format!("{} * * * *", minutes.join(","))).is_ok());
    assert_eq!(Cron::parse(&"1,".repeat(100_000)), Err(CronError::TooLong));
}

#[test]
fn a_line_that_never_fires_is_refused() {
    for line in ["0 0 30 2 *", "0 0 31 2,4,6,9,11 *", "0 0 31 2 */2"] {
        assert_eq!(Cron::parse(line), Err(CronError::NeverFires), "{line}");
    }
    assert!(Cron::parse("0 0 29 2 *").is_ok());
    // Every Monday of February, as either day is enough.
    assert!(Cron::parse("0 0 30 2 1").is_ok());
}

#[test]
fn lines_are_stored_as_text_and_checked_when_read() {
    let cron = Cron::parse("0 9  * * mon").unwrap();
    let stored = serde_json::to_string(&cron).unwrap();
    assert_eq!(stored, r#""0 9 * * mon""#);
    assert_eq!(serde_json::from_str::<Cron>(&stored).unwrap(), cron);
    let refused = serde_json::from_str::<Cron>(r#""0 24 * * *""#).unwrap_err();
    assert!(refused.to_string().starts_with("hour: `24` is not"), "{refused}");
}
