//! Schedules over HTTP: what is refused, whose they are, versions, and what previews tell. No worker runs here, so none fires.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Answer, Browser, TestApp};

const SCHEDULES: &str = "/api/schedules";
const PREVIEW: &str = "/api/schedules/preview";

fn body() -> Value {
    json!({
        "name": "Fox of the week", "cron": "0 9 * * mon", "zone": "Europe/Berlin",
        "request": {
            "spec": { "source": "prompts", "prompts": ["a fox", "an owl"] },
            "defaults": { "model_id": "fal-ai/flux/schnell" }
        }
    })
}

/// The request with another value of a field.
fn with(field: &str, value: Value) -> Value {
    let mut body = body();
    body[field] = value;
    body
}

async fn create(browser: &mut Browser) -> Answer {
    let answer = browser.post(SCHEDULES, &body()).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer
}

fn path(answer: &Answer, rest: &str) -> String {
    format!(
        "/api/schedules/{}{rest}",
        answer.json()["schedule"]["id"].as_str().unwrap()
    )
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_schedule_is_made_listed_and_removed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser).await;
    assert_eq!(made.header("location"), path(&made, ""));
    let schedule = made.json()["schedule"].clone();
    assert_eq!(
        (
            &schedule["state"],
            &schedule["overlap"],
            &schedule["misfire"],
            &schedule["pause_after"]
        ),
        (&json!("active"), &json!("skip"), &json!("once"), &json!(3))
    );
    assert!(schedule["next_due_at"].is_string(), "{schedule:#}");
    let found = browser.get(&path(&made, "")).await;
    assert_eq!(
        (found.json()["schedule"].clone(), found.header("etag")),
        (schedule.clone(), made.header("etag"))
    );
    let listed = browser.get(SCHEDULES).await.json()["items"][0].clone();
    assert_eq!((&listed["id"], listed.get("request")), (&schedule["id"], None));
    assert_eq!(browser.delete(&path(&made, "")).await.status, 204);
    browser.get(&path(&made, "")).await.problem(404, "not_found");
    browser.delete(&path(&made, "")).await.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_wrong_field_is_named(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let wrong = [
        ("name", json!(" "), "name"),
        ("cron", json!("61 * * * *"), "cron"),
        ("cron", json!("0 0 30 2 *"), "cron"),
        ("cron", json!("*/30 * * * * *"), "cron"),
        ("cron", json!("x".repeat(600)), "cron"),
        ("zone", json!("Europe/Berln"), "zone"),
        ("zone", json!(""), "zone"),
        ("overlap", json!("sometimes"), "overlap"),
        ("misfire", json!({ "all": { "max": 0 } }), "misfire.all.max"),
        ("misfire", json!({ "all": { "max": 101 } }), "misfire.all.max"),
        ("jitter_s", json!(3601), "jitter_s"),
        ("jitter_s", json!(-1), "jitter_s"),
        ("budget_credits", json!(0), "budget_credits"),
        ("budget_credits", json!(-5), "budget_credits"),
        ("budget_credits", json!(1e300), "budget_credits"),
        ("pause_after", json!(101), "pause_after"),
        ("colour", json!("red"), "colour"),
        (
            "request",
            json!({ "spec": { "source": "prompts", "prompts": [] } }),
            "request.",
        ),
    ];
    for (field, value, named) in wrong {
        let fields = browser
            .post(SCHEDULES, &with(field, value.clone()))
            .await
            .problem(422, "invalid");
        assert!(fields[0].starts_with(named), "{field} {value}: {fields:?}");
    }
    let both = json!({ "cron": "x", "zone": "x" });
    let mut body = body();
    body.as_object_mut().unwrap().extend(both.as_object().unwrap().clone());
    body["name"] = json!("");
    assert_eq!(
        browser.post(SCHEDULES, &body).await.problem(422, "invalid"),
        ["name", "cron", "zone"]
    );
    let close = browser.post(SCHEDULES, &with("cron", json!("*/30 * * * * *"))).await;
    assert!(
        close.text().contains("the shortest allowed distance is 60 s"),
        "{close:?}"
    );
    let mut close = with("cron", json!("* * * * *"));
    close["jitter_s"] = json!(60);
    assert_eq!(
        browser.post(SCHEDULES, &close).await.problem(422, "invalid"),
        ["jitter_s"]
    );
    assert_eq!(browser.get(SCHEDULES).await.json()["items"], json!([]));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_change_needs_the_version_that_was_read(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser).await;
    let (path, version) = (path(&made, ""), made.header("etag").to_owned());
    let renamed = with("name", json!("Owl of the week"));
    browser.put(&path, &renamed).await.problem(428, "version_missing");
    let reader = browser.clone();
    let with_version = |version: &str| reader.header("if-match", version);
    let (mut first, mut second) = (with_version(&version), with_version(&version));
    with_version("\"1\"")
        .put(&path, &renamed)
        .await
        .problem(412, "outdated");
    let changed = first.put(&path, &renamed).await;
    assert_eq!(
        (changed.status, &changed.json()["schedule"]["name"]),
        (200, &json!("Owl of the week"))
    );
    assert_ne!(changed.header("etag"), version);
    second.put(&path, &body()).await.problem(412, "outdated");
    // What was read can be sent back.
    let read = browser.get(&path).await;
    let mut again = body();
    again["request"] = read.json()["schedule"]["request"].clone();
    let answer = with_version(read.header("etag")).put(&path, &again).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pausing_and_going_on_may_be_repeated(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser).await;
    let pause = path(&made, "/pause");
    for _ in 0..2 {
        let paused = browser.put_empty(&pause).await.json()["schedule"].clone();
        assert_eq!(
            (&paused["state"], &paused["pause_reason"], &paused["next_due_at"]),
            (&json!("paused"), &json!("owner"), &Value::Null)
        );
    }
    for _ in 0..2 {
        let active = browser.delete(&pause).await.json()["schedule"].clone();
        assert_eq!(
            (&active["state"], &active["pause_reason"]),
            (&json!("active"), &Value::Null)
        );
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_run_now_is_made_once_for_each_key(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser).await;
    let mut keyed = browser.header("idempotency-key", "monday");
    let first = keyed.post(&path(&made, "/run"), &json!({})).await;
    assert_eq!(first.status, 202, "{first:?}");
    let again = keyed.post(&path(&made, "/run"), &json!({})).await;
    assert_eq!(first.json(), again.json());
    assert_eq!(again.header("idempotent-replayed"), "true");
    let same_moment = browser.post(&path(&made, "/run"), &json!({})).await;
    same_moment.problem(409, "conflict");
    studio.app.clock.advance(TimeDelta::seconds(1));
    let unnamed = browser.post(&path(&made, "/run"), &json!({})).await;
    assert_eq!(unnamed.status, 202, "{unnamed:?}");
    let runs = browser.get(&path(&made, "/runs?limit=1")).await.json();
    assert_eq!(runs["items"][0]["state"], json!("waiting"));
    let next = format!("/runs?limit=1&cursor={}", runs["next_cursor"].as_str().unwrap());
    let older = browser.get(&path(&made, &next)).await.json();
    assert_eq!(older["items"][0], first.json()["run"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_preview_tells_local_times_and_cost(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let request = json!({
        "cron": "0 9 1 * *", "zone": "Europe/Berlin", "request": body()["request"], "count": 12
    });
    let preview = browser.post(PREVIEW, &request).await.json();
    let runs = preview["runs"].as_array().unwrap();
    assert_eq!((runs.len(), &preview["rows"]), (12, &json!(2)), "{preview:#}");
    // Nine o'clock all year; clocks are changed in between, so the distance from UTC is not the same.
    let local: Vec<&str> = runs.iter().map(|run| run["local_at"].as_str().unwrap()).collect();
    assert!(local.iter().all(|at| at.contains("T09:00:00")), "{local:?}");
    assert!(local.iter().any(|at| at.ends_with("+01:00")) && local.iter().any(|at| at.ends_with("+02:00")));
    let utc: Vec<&str> = runs.iter().map(|run| run["due_at"].as_str().unwrap()).collect();
    assert!(utc.iter().any(|at| at.contains("T08:00:00")) && utc.iter().any(|at| at.contains("T07:00:00")));
    let cost = |of: &str| preview[of]["expected_credits"].as_f64().unwrap();
    #[expect(clippy::cast_precision_loss, reason = "a few runs")]
    let months = preview["runs_per_month"].as_u64().unwrap() as f64;
    assert!(cost("run_cost") > 0.0 && (cost("month_cost") - cost("run_cost") * months).abs() < 1e-6);
    for count in [0, 51] {
        let mut request = request.clone();
        request["count"] = json!(count);
        assert_eq!(browser.post(PREVIEW, &request).await.problem(422, "invalid"), ["count"]);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_backfill_is_counted_and_priced(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser).await;
    let ask = path(&made, "/backfill-preview");
    // Mondays at nine in Berlin: the 5th, 12th, 19th and 26th, both ends included.
    let span = json!({ "from": "2026-01-05T08:00:00Z", "to": "2026-01-26T08:00:00Z" });
    let backfill = browser.post(&ask, &span).await.json();
    assert_eq!(
        (&backfill["count"], &backfill["runs"][0]["due_at"]),
        (&json!(4), &json!("2026-01-05T08:00:00Z")),
        "{backfill:#}"
    );
    let cost = |of: &str| backfill[of]["high_credits"].as_f64().unwrap();
    assert!((cost("cost") - 4.0 * cost("run_cost")).abs() < 1e-6);
    for (from, to, named) in [
        ("2026-01-05T08:00:00Z", "2026-01-01T08:00:00Z", "to"),
        ("2026-01-05T08:00:00Z", "2999-01-01T08:00:00Z", "to"),
        ("1990-01-05T08:00:00Z", "2026-01-01T08:00:00Z", "from"),
        ("monday", "2026-01-01T08:00:00Z", "from"),
    ] {
        let span = json!({ "from": from, "to": to });
        assert_eq!(browser.post(&ask, &span).await.problem(422, "invalid"), [named]);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn somebody_elses_schedule_is_not_there(db: PgPool) {
    let studio = TestApp::new(db).await;
    let made = create(&mut studio.signed_in("ada@example.org").await).await;
    let mut stranger = studio.signed_in("eve@example.org").await;
    stranger.get(&path(&made, "")).await.problem(404, "not_found");
    stranger.get(&path(&made, "/runs")).await.problem(404, "not_found");
    stranger
        .put_empty(&path(&made, "/pause"))
        .await
        .problem(404, "not_found");
    stranger.delete(&path(&made, "/pause")).await.problem(404, "not_found");
    stranger.delete(&path(&made, "")).await.problem(404, "not_found");
    stranger
        .post(&path(&made, "/run"), &json!({}))
        .await
        .problem(404, "not_found");
    let span = json!({ "from": "2026-01-05T08:00:00Z", "to": "2026-01-26T08:00:00Z" });
    stranger
        .post(&path(&made, "/backfill-preview"), &span)
        .await
        .problem(404, "not_found");
    let mut versioned = stranger.header("if-match", "\"1\"");
    versioned.put(&path(&made, ""), &body()).await.problem(404, "not_found");
    assert_eq!(stranger.get(SCHEDULES).await.json()["items"], json!([]));
    studio.browser().get(SCHEDULES).await.problem(401, "unauthenticated");
}
