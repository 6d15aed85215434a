use sqlx::PgPool;

use crate::support::{PASSWORD, TestApp};

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn one_registers_logs_out_and_in_again_by_forms(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.browser();
    let form = [
        ("email", "ada@example.org"),
        ("password", PASSWORD),
        ("name", "Ada"),
        ("next", "/queue"),
    ];
    let answer = browser.post_form("/register", &form).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/queue"),
        "{answer:?}"
    );
    assert!(browser.get("/queue").await.text().contains("Ada"));

    let answer = browser.post_form("/logout", &[]).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"), "{answer:?}");
    assert_eq!(browser.get("/queue").await.header("location"), "/login?next=%2Fqueue");

    let form = [("email", "ada@example.org"), ("password", PASSWORD)];
    let answer = browser.post_form("/login", &form).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/generate"));
    assert_eq!(browser.get("/login?next=/gallery").await.header("location"), "/gallery");
    assert_eq!(browser.get("/").await.header("location"), "/generate");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_form_comes_back_with_what_was_typed_and_what_was_wrong(db: PgPool) {
    let studio = TestApp::new(db).await;
    let form = [("email", "ada@example.org"), ("password", "short"), ("name", "Ada")];
    let page = studio.browser().post_form("/register", &form).await;
    assert_eq!(page.status, 422);
    assert!(
        page.text().contains("Use 10 to 200 characters.") && page.text().contains("value=\"ada@example.org\""),
        "{page:?}"
    );
    assert!(!page.text().contains("short"), "a password is not sent back");

    let form = [("email", "ada@example.org"), ("password", "wrong password")];
    let page = studio.browser().post_form("/login", &form).await;
    assert_eq!(page.status, 401);
    assert!(
        page.text().contains("The email address or the password is wrong."),
        "{page:?}"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_name_can_be_left_out_of_the_form(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.browser();
    browser
        .post_form("/register", &[("email", "ada@example.org"), ("password", PASSWORD)])
        .await;
    assert_eq!(browser.get("/api/auth/me").await.json()["user"]["name"], "ada");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_is_led_away_after_signing_in(db: PgPool) {
    let studio = TestApp::new(db).await;
    let form = [
        ("email", "ada@example.org"),
        ("password", PASSWORD),
        ("next", "https://evil.example/"),
        ("name", "Ada"),
    ];
    assert_eq!(
        studio.browser().post_form("/register", &form).await.header("location"),
        "/generate"
    );
}
