use chrono::TimeDelta;
use sqlx::PgPool;

use crate::support::{PASSWORD, TestApp};

const EMAIL: &str = "ada@example.org";
const SESSIONS: &str = "/api/auth/sessions";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn sessions_are_listed_in_pages_and_revoked_one_by_one(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut desk = studio.browser().header("user-agent", "Desk/1.0 <b>");
    desk.register(EMAIL).await;
    let mut phone = studio.browser();
    phone.address = "198.51.100.1:55000".parse().unwrap();
    studio.app.clock.advance(TimeDelta::minutes(5));
    assert_eq!(phone.log_in(EMAIL, PASSWORD).await.status, 200);

    let first = desk.get(&format!("{SESSIONS}?limit=1")).await.json();
    assert_eq!(first["items"][0]["ip_address"], "198.51.100.1");
    assert_eq!(first["items"][0]["is_current"], false);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = desk.get(&format!("{SESSIONS}?limit=1&cursor={cursor}")).await.json();
    assert_eq!(second["items"][0]["user_agent"], "Desk/1.0 <b>");
    assert_eq!(second["items"][0]["is_current"], true);

    let path = format!("{SESSIONS}/{}", first["items"][0]["id"].as_str().unwrap());
    // Somebody else has no such session.
    let mut eve = studio.signed_in("eve@example.org").await;
    eve.delete(&path).await.problem(404, "not_found");
    assert_eq!(phone.get("/api/auth/me").await.status, 200);
    assert_eq!(desk.delete(&path).await.status, 204);
    phone.get("/api/auth/me").await.problem(401, "unauthenticated");
    desk.delete(&path).await.problem(404, "not_found");
    studio.browser().get(SESSIONS).await.problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn all_others_are_revoked_at_once_and_ended_ones_are_not_listed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut desk = studio.signed_in(EMAIL).await;
    let (mut phone, mut idle) = (studio.browser(), studio.browser());
    idle.log_in(EMAIL, PASSWORD).await;
    studio.app.clock.advance(TimeDelta::days(10));
    desk.get("/api/auth/me").await;
    phone.log_in(EMAIL, PASSWORD).await;
    studio.app.clock.advance(TimeDelta::days(5));
    let listed = desk.get(SESSIONS).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2, "{listed:#}");

    let eve = studio.signed_in("eve@example.org").await;
    assert!(desk.delete(SESSIONS).await.json()["revoked"].as_u64().unwrap() >= 1);
    phone.get("/api/auth/me").await.problem(401, "unauthenticated");
    assert_eq!(desk.get("/api/auth/me").await.status, 200);
    assert_eq!(eve.clone().get("/api/auth/me").await.status, 200);
}
