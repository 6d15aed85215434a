//! Zones by name.

use chrono::{DateTime, Utc};
use studio_schedule::{Cron, Recurrence, Zone};

fn check_nearest(name: &str, nearest: &[&str]) {
    let error = Zone::parse(name).expect_err(name);
    assert_eq!(error.name, name);
    assert_eq!(error.nearest, nearest, "{name}");
}

#[test]
fn zones_are_found_by_their_iana_name() {
    for name in [
        "Europe/Berlin",
        "America/Argentina/Buenos_Aires",
        "Asia/Kolkata",
        "UTC",
        "Etc/GMT+5",
    ] {
        assert_eq!(Zone::parse(name).unwrap().name(), name);
    }
    assert_eq!(Zone::parse("UTC"), Ok(Zone::UTC));
}

#[test]
fn every_listed_name_is_a_zone() {
    let names: Vec<&str> = Zone::names().collect();
    assert!(names.len() > 400, "{}", names.len());
    for name in names {
        assert_eq!(Zone::parse(name).map(Zone::name), Ok(name));
    }
}

#[test]
fn mistyped_names_get_suggestions() {
    check_nearest("europe/berlin", &["Europe/Berlin"]);
    check_nearest("Berlin", &["Europe/Berlin"]);
    check_nearest("new york", &["America/New_York"]);
    check_nearest("America/New York", &["America/New_York"]);
    check_nearest("Europe/Kiew", &["Europe/Kiev"]);
    check_nearest("Amerika/Denver", &["America/Denver"]);
    check_nearest("Europe/Berlim", &["Europe/Berlin"]);
}

#[test]
fn hopeless_names_get_an_example() {
    for name in ["", "x", "Mars/Olympus_Mons", &"Europe/Berlin".repeat(1000), "日本"] {
        check_nearest(name, &[]);
    }
    assert_eq!(
        Zone::parse("x").unwrap_err().to_string(),
        "no time zone is called `x`; write it like Europe/Berlin"
    );
    assert_eq!(
        Zone::parse("Berlin").unwrap_err().to_string(),
        "no time zone is called `Berlin`; did you mean Europe/Berlin?"
    );
}

#[test]
fn zones_are_stored_by_name() {
    let recurrence = Recurrence {
        cron: Cron::parse("@daily").unwrap(),
        zone: Zone::parse("Asia/Tokyo").unwrap(),
    };
    let stored = serde_json::to_value(&recurrence).unwrap();
    assert_eq!(stored, serde_json::json!({ "cron": "@daily", "zone": "Asia/Tokyo" }));
    assert_eq!(serde_json::from_value::<Recurrence>(stored).unwrap(), recurrence);
    assert!(serde_json::from_str::<Zone>(r#""Tokyo""#).is_err());
}

#[test]
fn a_moment_is_shown_in_local_time() {
    let at: DateTime<Utc> = "2026-07-01T07:00:00Z".parse().unwrap();
    let berlin = Zone::parse("Europe/Berlin").unwrap();
    assert_eq!(berlin.local(at).to_rfc3339(), "2026-07-01T09:00:00+02:00");
}
