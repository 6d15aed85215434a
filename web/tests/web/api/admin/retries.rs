use serde_json::json;
use sqlx::PgPool;

use crate::support::TestApp;

const PATH: &str = "/api/admin/retry-policies";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_plugin_gets_its_own_rule_and_loses_it(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let listed = admin.get(PATH).await.json();
    let plugin = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["plugin_id"] == "fal-flux")
        .unwrap();
    assert_eq!((&plugin["max_retries"], &plugin["is_usual"]), (&5.into(), &true.into()));

    let one = format!("{PATH}/fal-flux");
    let rule = json!({ "max_retries": 0, "first_pause_s": 7, "longest_pause_s": 70 });
    let stored = admin.put(&one, &rule).await;
    assert_eq!(stored.status, 200, "{stored:?}");
    assert_eq!(
        (&stored.json()["first_pause_s"], &stored.json()["is_usual"]),
        (&7.into(), &false.into())
    );
    assert_eq!(admin.delete(&one).await.status, 204);
    admin.delete(&one).await.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_rules_and_strangers_are_refused(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let one = format!("{PATH}/fal-flux");
    for (field, rule) in [
        (
            "max_retries",
            json!({ "max_retries": 21, "first_pause_s": 1, "longest_pause_s": 1 }),
        ),
        (
            "first_pause_s",
            json!({ "max_retries": 1, "first_pause_s": 0, "longest_pause_s": 1 }),
        ),
        (
            "longest_pause_s",
            json!({ "max_retries": 1, "first_pause_s": 10, "longest_pause_s": 9 }),
        ),
    ] {
        assert_eq!(admin.put(&one, &rule).await.problem(422, "invalid"), [field], "{rule}");
    }
    let rule = json!({ "max_retries": 1, "first_pause_s": 1, "longest_pause_s": 1 });
    admin
        .put(&format!("{PATH}/nothing"), &rule)
        .await
        .problem(404, "not_found");
    let mut other = studio.signed_in("other@example.org").await;
    other.get(PATH).await.problem(403, "forbidden");
    other.put(&one, &rule).await.problem(403, "forbidden");
    other.delete(&one).await.problem(403, "forbidden");
}
