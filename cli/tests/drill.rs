//! `studio drill` as an operator runs it, in its short form.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::process::{Command, Output};

use serde_json::Value;

fn drill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_studio"))
        .arg("drill")
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn a_short_drill_keeps_every_promise() {
    let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/plugin-cache");
    let output = drill(&[
        "--jobs",
        "30",
        "--kills",
        "8",
        "--seed",
        "5",
        "--json",
        "--plugin-cache-dir",
        cache,
    ]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{told}\n{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&report["completed"], &report["violations"]),
        (&30.into(), &Value::Array(Vec::new()))
    );
    let struck: u64 = ["killed_workers", "killed_webs", "database_strikes", "stopped"]
        .iter()
        .map(|name| report[name].as_u64().unwrap())
        .sum();
    assert_eq!(struck, 8, "{report:#}");
}

#[test]
fn what_cannot_be_drilled_is_told_apart_from_a_broken_promise() {
    let output = drill(&["--jobs", "0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("1..=100000"),
        "{output:?}"
    );
    let output = drill(&["--plugins-dir", "/there/is/no/such/folder"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("/there/is/no/such/folder"),
        "{output:?}"
    );
}
