//! The page of the audit log without script.

use sqlx::PgPool;

use crate::support::TestApp;

const PAGE: &str = "/admin/audit";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn administrators_look_through_the_log(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut ada = studio.signed_in("ada@example.org").await;
    assert_eq!(ada.get(PAGE).await.status, 403);
    assert_eq!(studio.browser().get(PAGE).await.status, 303);
    studio.browser().log_in("ada@example.org", "wrong password").await;

    let all = admin.get(PAGE).await;
    assert!(
        all.status == 200 && all.text().contains("Log-in refused") && all.text().contains("Registered"),
        "{all:?}"
    );
    let refused = admin
        .get(&format!(
            "{PAGE}?action=session.refused&ip=192.0.2.7&from=2026-01-01&until=2100-01-01"
        ))
        .await;
    assert_eq!(refused.text().matches("timeline__item").count(), 1, "{refused:?}");
    let by = all
        .html()
        .split("actor_id=")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let by = admin.get(&format!("{PAGE}?actor_id={by}")).await;
    assert!(
        by.text().contains("Only what this user did")
            && !by
                .text()
                .contains("timeline__item\">\n    <p class=\"timeline__head\"><strong>Log-in refused")
    );
    let wrong = admin.get(&format!("{PAGE}?ip=here&from=2026-02-30")).await;
    assert!(
        wrong.status == 422 && wrong.text().contains("value=\"here\""),
        "{wrong:?}"
    );
}
