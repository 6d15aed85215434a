use chrono::TimeDelta;
use sqlx::PgPool;

use crate::support::{PASSWORD, TestApp};

const EMAIL: &str = "ada@example.org";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_right_password_signs_in_and_the_old_session_ends(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(EMAIL).await;
    let mut old = browser.clone();
    let answer = browser.log_in(" ADA@example.org", PASSWORD).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json()["user"]["email"], EMAIL);
    assert_ne!(browser.cookie("studio_session"), old.cookie("studio_session"));

    assert_eq!(browser.get("/api/auth/me").await.status, 200);
    old.get("/api/auth/me").await.problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_log_in_elsewhere_leaves_other_browsers_alone(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut desk = studio.signed_in(EMAIL).await;
    let mut phone = studio.browser();
    assert_eq!(phone.log_in(EMAIL, PASSWORD).await.status, 200);
    assert_eq!(desk.get("/api/auth/me").await.status, 200);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn unknown_wrong_and_switched_off_sound_the_same(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in(EMAIL).await;
    studio.signed_in("off@example.org").await;
    sqlx::query("UPDATE users SET is_active = false WHERE email = 'off@example.org'")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let attempts = [
        (EMAIL, "wrong password"),
        ("nobody@example.org", PASSWORD),
        ("off@example.org", PASSWORD),
        ("not an address", PASSWORD),
        ("nul\u{0}@example.org", PASSWORD),
        (EMAIL, &"x".repeat(100_000)),
    ];
    let mut details = Vec::new();
    for (email, password) in attempts {
        let answer = studio.browser().log_in(email, password).await;
        answer.problem(401, "unauthenticated");
        assert_eq!(answer.header("set-cookie"), "");
        details.push(answer.json()["detail"].clone());
    }
    details.dedup();
    assert_eq!(details, ["The email address or the password is wrong."]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn five_failures_lock_an_address_for_a_growing_while(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in(EMAIL).await;
    let mut browser = studio.browser();
    for _ in 0..5 {
        browser
            .log_in(EMAIL, "wrong password")
            .await
            .problem(401, "unauthenticated");
    }
    let answer = browser.log_in(EMAIL, PASSWORD).await;
    answer.problem(429, "limit_reached");
    assert_eq!(answer.header("retry-after"), "60");

    studio.app.clock.advance(TimeDelta::seconds(61));
    browser
        .log_in(EMAIL, "wrong password")
        .await
        .problem(401, "unauthenticated");
    assert_eq!(browser.log_in(EMAIL, PASSWORD).await.header("retry-after"), "120");

    studio.app.clock.advance(TimeDelta::seconds(121));
    assert_eq!(browser.log_in(EMAIL, PASSWORD).await.status, 200);
    browser
        .log_in(EMAIL, "wrong password")
        .await
        .problem(401, "unauthenticated");
    assert_eq!(browser.log_in(EMAIL, PASSWORD).await.status, 200, "success forgets");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn unknown_addresses_are_locked_like_known_ones(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.browser();
    for _ in 0..5 {
        browser
            .log_in("nobody@example.org", "wrong password")
            .await
            .problem(401, "unauthenticated");
    }
    browser
        .log_in("nobody@example.org", "wrong password")
        .await
        .problem(429, "limit_reached");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn guesses_sent_at_once_are_counted_one_by_one(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in(EMAIL).await;
    let guess = |_| {
        let mut browser = studio.browser();
        async move { browser.log_in(EMAIL, "wrong password").await.status }
    };
    let mut statuses: Vec<u16> = futures::future::join_all((0..12).map(guess)).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [&[401; 5][..], &[429; 7]].concat());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn many_addresses_from_one_place_lock_the_place(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in(EMAIL).await;
    for n in 0..20 {
        let mut browser = studio.browser();
        // The limit on requests would answer first.
        studio.app.clock.advance(TimeDelta::seconds(10));
        let answer = browser.log_in(&format!("user{n}@example.org"), "wrong password").await;
        answer.problem(401, "unauthenticated");
    }
    studio
        .browser()
        .log_in(EMAIL, PASSWORD)
        .await
        .problem(429, "limit_reached");
    let mut elsewhere = studio.browser();
    elsewhere.address = "198.51.100.1:55000".parse().unwrap();
    assert_eq!(elsewhere.log_in(EMAIL, PASSWORD).await.status, 200);
}
