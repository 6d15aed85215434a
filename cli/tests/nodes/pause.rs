//! A pause that one web process takes holds on every machine.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::fleet::Fleet;
use crate::user::User;

const JOBS: u32 = 40;

/// What is promised.
const WITHIN: &str = "interval '1 second'";

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_taken_by_one_web_process_stops_both_workers_within_a_second() {
    let fleet = Fleet::start(Duration::from_millis(300)).await;
    let user = User::administrator(&fleet).await;
    // All of them are there before the first one begins, however slow the machine.
    let held_back = pause(&user).await;
    for number in 0..JOBS {
        user.submit(number as usize % 2, number).await;
    }
    go_on(&user, &held_back).await;
    let begun = "SELECT count(DISTINCT job_id) >= 4 FROM generation_attempts";
    while fleet.query(begun)[0][0].as_deref() != Some("t") {
        sleep(Duration::from_millis(20)).await;
    }
    let paused = pause(&user).await;
    let asked_at = fleet.query("SELECT now()")[0][0].clone().unwrap();
    let open = "SELECT count(*) FROM generation_queue WHERE status = 'processing'";
    fleet.until(open, 0).await;
    // Both workers have had their time to take more.
    sleep(Duration::from_secs(2)).await;
    let late =
        format!("SELECT count(*) FROM generation_attempts WHERE created_at > timestamptz '{asked_at}' + {WITHIN}");
    assert_eq!(fleet.number(&late), 0, "calls that were made after the pause held");
    let waiting = fleet.number("SELECT count(*) FROM generation_queue WHERE status = 'pending'");
    assert!(waiting > 0, "there was nothing left to hold back");

    go_on(&user, &paused).await;
    fleet
        .until(
            "SELECT count(*) FROM generation_queue WHERE status = 'completed'",
            JOBS.into(),
        )
        .await;
}

async fn pause(user: &User) -> Value {
    user.send(0, Method::POST, "/api/admin/pauses", &json!({}), StatusCode::CREATED)
        .await
}

/// Ends a pause, by the other web process.
async fn go_on(user: &User, paused: &Value) {
    let path = format!("/api/admin/pauses/{}", paused["id"].as_str().unwrap());
    user.send(1, Method::DELETE, &path, &Value::Null, StatusCode::NO_CONTENT)
        .await;
}
