use chrono::TimeDelta;
use sqlx::PgPool;

use crate::support::TestApp;

const ME: &str = "/api/auth/me";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn without_a_session_there_is_nobody(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.browser().get(ME).await.problem(401, "unauthenticated");
    for cookie in ["", "x", &"A".repeat(43)] {
        let mut browser = studio.browser().header("cookie", &format!("studio_session={cookie}"));
        browser.get(ME).await.problem(401, "unauthenticated");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_unused_session_ends_after_two_weeks(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    studio.app.clock.advance(TimeDelta::days(14) - TimeDelta::seconds(1));
    assert_eq!(browser.get(ME).await.status, 200);
    studio.app.clock.advance(TimeDelta::days(14));
    browser.get(ME).await.problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_session_in_daily_use_ends_after_ninety_days(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for _ in 0..89 {
        studio.app.clock.advance(TimeDelta::days(1));
        assert_eq!(browser.get(ME).await.status, 200);
    }
    studio.app.clock.advance(TimeDelta::days(1));
    browser.get(ME).await.problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn reading_twice_in_a_minute_writes_once(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let last_seen = async || -> chrono::DateTime<chrono::Utc> {
        let query = sqlx::query_scalar("SELECT last_seen_at FROM sessions");
        query.fetch_one(&studio.app.db).await.unwrap()
    };
    let begun = last_seen().await;
    studio.app.clock.advance(TimeDelta::seconds(59));
    browser.get(ME).await;
    assert_eq!(last_seen().await, begun);
    studio.app.clock.advance(TimeDelta::seconds(1));
    browser.get(ME).await;
    assert_eq!(last_seen().await, begun + TimeDelta::seconds(60));
}
