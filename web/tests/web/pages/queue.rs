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
        ("waiting", false, true),
        ("running", false, false),
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

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_has_a_page_with_its_priority_and_calls(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    let page = format!("/queue/{id}");
    assert!(
        browser
            .get("/queue")
            .await
            .text()
            .replace("&#x2f;", "/")
            .contains(&format!("href=\"{page}\""))
    );
    sqlx::query(
        "INSERT INTO generation_attempts (id, job_id, number, round, step, label, token, endpoint, input, plugin_state, state,
            request_id, error, accepted_at, ended_at)
        VALUES (gen_random_uuid(), $1::uuid, 1, 0, 0, 'generate', gen_random_uuid(), 'a/model', '{}', '', 'failed', 'first',
            'it broke', now(), now())",
    )
    .bind(&id)
    .execute(&studio.app.db)
    .await
    .unwrap();
    let shown = browser.get(&page).await;
    assert!(
        shown.text().contains("it broke") && shown.text().contains("a&#x2f;model"),
        "{shown:?}"
    );
    let priority = format!("{page}/priority");
    let done = browser.post_form(&priority, &[("priority", "-20")]).await;
    assert_eq!((done.status, done.header("location")), (303, page.as_str()));
    assert!(browser.get(&page).await.text().contains("value=\"-20\""));
    for wrong in ["101", "high", ""] {
        let answer = browser.post_form(&priority, &[("priority", wrong)]).await;
        assert_eq!(answer.status, 422, "{wrong}: {answer:?}");
        assert!(answer.text().contains("priority-error"), "{wrong}: {answer:?}");
    }
    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&page).await.status, 404);
    assert_eq!(stranger.post_form(&priority, &[("priority", "1")]).await.status, 404);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn all_failed_jobs_are_run_again_by_one_button(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    assert!(!browser.get("/queue").await.text().contains("redrive"));
    for _ in 0..2 {
        let id = submit(&mut browser).await;
        sqlx::query(
            "UPDATE generation_queue SET status = 'failed', error_code = 'outage', error_message = 'It failed.',
                completed_at = now(), held_microdollars = 0 WHERE id = $1::uuid",
        )
        .bind(id)
        .execute(&studio.app.db)
        .await
        .unwrap();
    }
    let page = browser.get("/queue?state=failed").await;
    assert!(page.text().contains("Run all 2 failed jobs again"), "{page:?}");
    let answer = browser.post_form("/queue/redrive", &[]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/queue?restarted=2&skipped=0")
    );
    let page = browser.get(answer.header("location")).await;
    assert!(page.text().contains("2 jobs wait for their turn again"), "{page:?}");
    let again = browser.post_form("/queue/redrive", &[]).await;
    assert_eq!(again.header("location"), "/queue?restarted=0&skipped=0");
}
