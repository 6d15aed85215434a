use serde_json::json;
use sqlx::PgPool;

use super::list::submit;
use crate::support::{Browser, TestApp};

async fn position(browser: &mut Browser, id: &str) -> u64 {
    let job = browser.get(&format!("/api/generate/queue/{id}/status")).await.json();
    job["position"].as_u64().unwrap()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_overtakes_by_priority_and_by_moving_to_the_front(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let (first, second, third) = (
        submit(&mut browser).await,
        submit(&mut browser).await,
        submit(&mut browser).await,
    );
    assert_eq!(position(&mut browser, &third).await, 2);
    let path = format!("/api/generate/queue/{third}/priority");
    let answer = browser.put(&path, &json!({ "priority": 10 })).await;
    assert_eq!(
        (answer.status, &answer.json()["job"]["priority"]),
        (200, &10.into()),
        "{answer:?}"
    );
    assert_eq!(position(&mut browser, &third).await, 0);
    let answer = browser.put_empty(&format!("/api/generate/queue/{second}/front")).await;
    assert_eq!(
        (answer.status, &answer.json()["job"]["position"]),
        (200, &0.into()),
        "{answer:?}"
    );
    assert_eq!(position(&mut browser, &third).await, 1);
    assert_eq!(position(&mut browser, &first).await, 2);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_order_out_of_range_foreign_or_too_late_is_refused(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    let path = format!("/api/generate/queue/{id}/priority");
    for priority in [-101, 101] {
        let fields = browser
            .put(&path, &json!({ "priority": priority }))
            .await
            .problem(422, "invalid");
        assert_eq!(fields, ["priority"]);
    }
    let mut stranger = studio.signed_in("bob@example.org").await;
    stranger
        .put(&path, &json!({ "priority": 1 }))
        .await
        .problem(404, "not_found");
    stranger
        .put_empty(&format!("/api/generate/queue/{id}/front"))
        .await
        .problem(404, "not_found");
    browser.delete(&format!("/api/generate/queue/{id}")).await;
    browser
        .put(&path, &json!({ "priority": 1 }))
        .await
        .problem(409, "conflict");
}
