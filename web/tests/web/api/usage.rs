//! What was used, over HTTP: the same whether days are summed up already or not.

use serde_json::{Value, json};
use sqlx::PgPool;
use studio_app::tasks::housekeeping::{Chore, run_due};
use tokio_util::sync::CancellationToken;

use crate::support::{Browser, TestApp};

/// Jobs of several days, models and outcomes: days ago, model, credits, pictures, worked.
const USED: [(i32, &str, i64, i32, bool); 5] = [
    (0, "fal-ai/flux/dev", 25, 1, true),
    (3, "fal-ai/flux/dev", 50, 2, true),
    (3, "fal-ai/fast-sdxl", 5, 1, true),
    (3, "fal-ai/fast-sdxl", 0, 0, false),
    (40, "fal-ai/fast-sdxl", 10, 2, true),
];

async fn log(db: &PgPool, email: &str) {
    for (days_ago, model, credits, images, worked) in USED {
        sqlx::query(
            "INSERT INTO usage_logs (
                id, user_id, action, model_id, used_microdollars, images, generation_time, success, created_at
            )
            SELECT gen_random_uuid(), id, 'text-to-image', $3, $4 * 1000, $5, 1.5, $6,
                date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - make_interval(days => $2)
            FROM users WHERE email = $1",
        )
        .bind(email)
        .bind(days_ago)
        .bind(model)
        .bind(credits)
        .bind(images)
        .bind(worked)
        .execute(db)
        .await
        .unwrap();
    }
}

/// Beyond what migrations found: as if the studio had run all the time and no day were summed up.
async fn forget_sums(db: &PgPool) {
    sqlx::query("UPDATE usage_rollup SET next_day = current_date - 60")
        .execute(db)
        .await
        .unwrap();
}

/// Everything that the API tells.
async fn told(browser: &mut Browser) -> Vec<Value> {
    let mut told = Vec::new();
    for path in [
        "stats",
        "daily",
        "monthly?months=3",
        "by-model",
        "by-action",
        "by-project",
    ] {
        let answer = browser.get(&format!("/api/usage/{path}")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        told.push(answer.json());
    }
    told
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn sums_are_the_same_before_and_after_days_are_kept(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let mut bob = studio.signed_in("bob@example.org").await;
    log(&studio.app.db, "ada@example.org").await;
    forget_sums(&studio.app.db).await;

    let fresh = told(&mut ada).await;
    let stats = &fresh[0];
    assert_eq!(
        (&stats["jobs"], &stats["failed"], &stats["images"], &stats["credits"]),
        (&json!(4), &json!(1), &json!(4), &json!(80.0))
    );
    let days = fresh[1]["items"].as_array().unwrap();
    assert_eq!(days.len(), 30);
    assert_eq!(
        (&days[29]["credits"], &days[26]["jobs"], &days[28]["jobs"]),
        (&json!(25.0), &json!(3), &json!(0))
    );
    let months = fresh[2]["items"].as_array().unwrap();
    let all: f64 = months.iter().map(|month| month["credits"].as_f64().unwrap()).sum();
    assert_eq!((months.len(), all), (3, 90.0));
    let models = fresh[3]["items"].as_array().unwrap();
    assert_eq!(
        models
            .iter()
            .map(|model| (&model["model_id"], &model["credits"]))
            .collect::<Vec<_>>(),
        [
            (&json!("fal-ai/flux/dev"), &json!(75.0)),
            (&json!("fal-ai/fast-sdxl"), &json!(5.0))
        ]
    );
    assert_eq!(fresh[5]["items"][0]["project_id"], Value::Null);

    let stop = CancellationToken::new();
    let kept = run_due(&studio.app, Chore::UsageDays, &stop).await.unwrap();
    assert!(kept.is_some_and(|days| days >= 59), "{kept:?}");
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM usage_daily")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(rows, 3, "models and days that are over");
    assert_eq!(told(&mut ada).await, fresh);
    assert_eq!(bob.get("/api/usage/stats").await.json()["jobs"], json!(0));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_no_span_is_refused_at_its_parameter(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for (path, field) in [
        ("stats?from=yesterday", "from"),
        ("daily?from=2020-01-01&to=2026-01-01", "from"),
        ("by-model?from=2026-02-02&to=2026-02-01", "from"),
        ("by-action?to=2026-02-30", "to"),
        ("monthly?months=0", "months"),
        ("monthly?months=many", "months"),
    ] {
        let refused = browser.get(&format!("/api/usage/{path}")).await;
        assert_eq!(refused.problem(422, "invalid"), [field], "{path}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn administrators_see_what_everybody_used(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut ada = studio.signed_in("ada@example.org").await;
    studio.signed_in("bob@example.org").await;
    log(&studio.app.db, "ada@example.org").await;
    log(&studio.app.db, "bob@example.org").await;
    forget_sums(&studio.app.db).await;
    for path in ["/api/admin/stats", "/api/admin/usage-overview"] {
        ada.get(path).await.problem(403, "forbidden");
    }
    let told = async |admin: &mut Browser| {
        let stats = admin.get("/api/admin/stats").await.json();
        (stats, admin.get("/api/admin/usage-overview").await.json())
    };
    let before = told(&mut admin).await;
    let (stats, overview) = &before;
    assert_eq!(
        (&stats["users"], &stats["seen_users_30_days"], &stats["pending_jobs"]),
        (&json!(3), &json!(3), &json!(0))
    );
    assert_eq!(
        (&stats["today"]["credits"], &stats["last_30_days"]["credits"]),
        (&json!(50.0), &json!(160.0))
    );
    assert_eq!(
        (&overview["total"]["jobs"], &overview["total"]["failed"]),
        (&json!(8), &json!(2))
    );
    assert_eq!(overview["days"].as_array().unwrap().len(), 30);
    let models: Vec<_> = overview["models"]
        .as_array()
        .unwrap()
        .iter()
        .map(|model| (&model["model_id"], &model["credits"]))
        .collect();
    assert_eq!(
        models,
        [
            (&json!("fal-ai/flux/dev"), &json!(150.0)),
            (&json!("fal-ai/fast-sdxl"), &json!(10.0))
        ]
    );
    let users: Vec<_> = overview["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| &user["credits"])
        .collect();
    assert_eq!(users, [&json!(80.0), &json!(80.0)]);
    // Days that are over are kept as sums from here on, and tell the same.
    run_due(&studio.app, Chore::UsageDays, &CancellationToken::new())
        .await
        .unwrap();
    assert_eq!(told(&mut admin).await, before);
}
