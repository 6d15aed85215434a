//! The pages of credits, of the models side by side, and of accounts for administrators.

use sqlx::PgPool;

use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn budgets_are_set_refused_and_removed_without_a_script(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let refused = browser
        .post_form(
            "/credits/budgets",
            &[("budget_credits", "nothing"), ("period", "day"), ("is_hard", "true")],
        )
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.html().contains("value=\"nothing\""),
        "what was typed stays: {refused:?}"
    );
    let set = browser
        .post_form(
            "/credits/budgets",
            &[("budget_credits", "12,5"), ("period", "day"), ("is_hard", "true")],
        )
        .await;
    assert_eq!(set.status, 303, "{set:?}");
    let page = browser.get("/credits").await;
    assert!(page.text().contains("0 of 12.50 credits today"), "{page:?}");
    let id = browser.get("/api/budgets").await.json()["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut bob = studio.signed_in("bob@example.org").await;
    let delete = format!("/credits/budgets/{id}/delete");
    assert_eq!(bob.post_form(&delete, &[]).await.status, 404);
    assert_eq!(browser.post_form(&delete, &[]).await.status, 303);
    assert!(!browser.get("/credits").await.text().contains("12.50 credits today"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn models_are_compared_limited_and_ordered_for_everybody(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut visitor = studio.browser();
    let all = visitor.get("/models").await;
    assert!(
        all.html().contains("fal-ai/flux/dev") && all.html().contains("fal-ai/esrgan"),
        "{all:?}"
    );
    let some = visitor.get("/models?operation=upscale&sort=price").await;
    assert!(
        !some.html().contains("fal-ai/flux/dev") && some.html().contains("fal-ai/esrgan"),
        "{some:?}"
    );
    let odd = visitor.get("/models?operation=nothing&sort=nothing").await;
    assert!(odd.status == 200 && odd.html().contains("fal-ai/flux/dev"), "{odd:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn administrators_find_people_and_give_them_credits(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut bob = studio.signed_in("bob@example.org").await;
    assert_eq!(bob.get("/admin/users").await.status, 403);
    let found = admin.get("/admin/users?q=BOB@").await;
    assert!(
        found.html().contains("bob@example.org") && found.text().contains("Give credits"),
        "{found:?}"
    );
    let id = admin.get("/api/admin/users?q=bob").await.json()["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let grants = format!("/admin/users/{id}/credits");
    let given = admin
        .post_form(&grants, &[("credits", "7.5"), ("note", "Welcome back"), ("q", "bob")])
        .await;
    assert_eq!(given.header("location"), "/admin/users?q=bob");
    let refused = admin.post_form(&grants, &[("credits", "-1"), ("q", "bob")]).await;
    assert_eq!(refused.status, 422);
    assert!(bob.get("/credits").await.text().contains("Welcome back"));
}
