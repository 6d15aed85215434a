use sqlx::PgPool;

use super::submit::body;
use crate::support::{Browser, TestApp};

const QUEUE: &str = "/api/generate/queue";

pub(crate) async fn submit(browser: &mut Browser) -> String {
    let answer = browser.post("/api/generate/text-to-image", &body()).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    answer.json()["job"]["id"].as_str().unwrap().to_owned()
}

fn ids(page: &serde_json::Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|job| job["id"].as_str().unwrap().to_owned()).collect()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pages_follow_each_other_without_gap_or_repeat(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let mut submitted = Vec::new();
    for _ in 0..5 {
        submitted.insert(0, submit(&mut browser).await);
    }
    let (mut seen, mut path) = (Vec::new(), format!("{QUEUE}?limit=2"));
    loop {
        let page = browser.get(&path).await.json();
        seen.extend(ids(&page));
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("{QUEUE}?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, submitted);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn states_are_told_apart(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let (cancelled, waiting) = (submit(&mut browser).await, submit(&mut browser).await);
    assert_eq!(browser.delete(&format!("{QUEUE}/{cancelled}")).await.status, 200);
    for (query, expected) in [
        ("", vec![&waiting, &cancelled]),
        ("?status=cancelled", vec![&cancelled]),
        ("?status=pending", vec![&waiting]),
        ("?status=completed", vec![]),
        ("?active=true", vec![&waiting]),
    ] {
        let page = browser.get(&format!("{QUEUE}{query}")).await.json();
        assert_eq!(ids(&page).iter().collect::<Vec<_>>(), expected, "{query}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn somebody_elses_jobs_are_not_listed(db: PgPool) {
    let studio = TestApp::new(db).await;
    submit(&mut studio.signed_in("ada@example.org").await).await;
    let page = studio.signed_in("bob@example.org").await.get(QUEUE).await.json();
    assert_eq!(page, serde_json::json!({ "items": [], "next_cursor": null }));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_parameters_are_named(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=many", "limit"),
        ("cursor=x", "cursor"),
        ("status=done", "status"),
        ("active=yes", "active"),
    ] {
        let answer = browser.get(&format!("{QUEUE}?{query}")).await;
        assert_eq!(answer.problem(422, "invalid"), [field], "{query}");
    }
}
