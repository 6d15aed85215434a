use serde_json::json;
use sqlx::PgPool;

use crate::support::{Browser, TestApp};

async fn submit(browser: &mut Browser) -> String {
    let body = json!({ "model_id": "fal-ai/flux/schnell", "prompt": "a fox" });
    let answer = browser.post("/api/generate/text-to-image", &body).await;
    answer.json()["job"]["id"].as_str().unwrap().to_owned()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn jobs_are_cancelled_and_run_again_from_their_cards(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    let part = browser.post_part(&format!("/queue/{id}/cancel"), &[]).await;
    assert_eq!(part.status, 200);
    assert!(part.text().contains("data-status=\"cancelled\""), "{part:?}");
    let answer = browser.post_form(&format!("/queue/{id}/retry"), &[]).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/queue"));
    assert!(browser.get("/queue").await.text().contains("data-status=\"pending\""));
    assert_eq!(browser.post_part(&format!("/queue/{id}/retry"), &[]).await.status, 409);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn states_are_counted_and_filtered(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let (cancelled, waiting) = (submit(&mut browser).await, submit(&mut browser).await);
    browser.delete(&format!("/api/generate/queue/{cancelled}")).await;
    for (state, has_cancelled, has_waiting) in [
        ("", true, true),
        ("active", false, true),
        ("failed", true, false),
        ("done", false, false),
    ] {
        let page = browser.get(&format!("/queue?state={state}")).await;
        assert_eq!(page.status, 200);
        assert_eq!(
            page.text().contains(&format!("job-{cancelled}")),
            has_cancelled,
            "{state}"
        );
        assert_eq!(page.text().contains(&format!("job-{waiting}")), has_waiting, "{state}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_card_says_how_long_it_will_take(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    assert!(browser.get("/queue").await.text().contains("about 1–3 s"));
    let part = browser.post_part(&format!("/queue/{id}/pause"), &[]).await;
    assert!(!part.text().contains("about"), "{part:?}");
}
