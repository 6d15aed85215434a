//! Starting and stopping the program, as an operator sees it.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// The program with these settings and nothing else of our environment.
fn studio(arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studio"));
    command
        .args(arguments)
        .env_clear()
        .envs(settings.iter().copied())
        .stdin(Stdio::null());
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// SIGTERM, then the exit code; the process must end within the time.
fn stopped(mut child: Child, within: Duration) -> Option<i32> {
    let pid = child.id().to_string();
    assert!(Command::new("kill").arg(&pid).status().unwrap().success());
    let asked = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if asked.elapsed() > within {
            child.kill().unwrap();
            panic!("it did not stop within {within:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn all_problems_of_the_configuration_are_told_at_once() {
    let output = studio(
        &["serve"],
        &[("PORT", "seven"), ("STORAGE_TYPE", "s3"), ("AUTH_SECRET", "x")],
    )
    .output()
    .unwrap();
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    for name in [
        "DATABASE_URL",
        "PORT",
        "S3_BUCKET",
        "S3_ACCESS_KEY",
        "S3_SECRET_KEY",
        "AUTH_SECRET",
        "FAL_KEY",
    ] {
        assert!(told.contains(&format!("- {name}")), "{name} is missing in {told}");
    }
}

#[test]
fn a_port_in_use_is_told_before_the_database_is_asked() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let settings = [
        ("PORT", port.as_str()),
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing"),
        ("AUTH_SECRET", SECRET),
        ("FAL_QUEUE_URL", "http://127.0.0.1:1/queue"),
        ("STORAGE_PATH", path),
        ("PLUGINS_DIR", path),
        ("PLUGIN_CACHE_DIR", path),
    ];
    for role in ["serve", "web"] {
        let output = studio(&[role], &settings).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let told = stderr(&output);
        assert!(
            told.contains(&format!("127.0.0.1:{port} is in use by another program")),
            "{told}"
        );
    }
}

#[test]
fn a_process_that_waits_for_its_database_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let settings = [
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing"),
        ("AUTH_SECRET", SECRET),
        ("FAL_QUEUE_URL", "http://127.0.0.1:1/queue"),
        ("STORAGE_PATH", path),
        ("PLUGINS_DIR", path),
        ("PLUGIN_CACHE_DIR", path),
    ];
    let mut child = studio(&["work"], &settings).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut told = String::new();
    while !told.contains("the database does not answer") {
        assert_ne!(log.read_line(&mut told).unwrap(), 0, "it ended: {told}");
    }
    assert_eq!(stopped(child, Duration::from_secs(10)), Some(0));
}

#[test]
fn the_simulator_says_where_it_is_and_stops_when_asked() {
    let mut child = studio(&["sim", "--port", "0"], &[])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("simulating the provider on http://").unwrap();
    TcpStream::connect(address).unwrap();
    assert_eq!(stopped(child, Duration::from_secs(10)), Some(0));
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[test]
fn an_option_out_of_range_is_named() {
    let output = studio(&["sim", "--port", "0", "--concurrency", "0"], &[])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("concurrency_limit must be at least 1"));
}
