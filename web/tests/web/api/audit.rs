//! The audit log: what is written, with whom and from where, and who may read it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Browser, PASSWORD, TestApp};

const LOG: &str = "/api/admin/audit";
const OWN: &str = "/api/audit";
const ADA: &str = "ada@example.org";

async fn entries(browser: &mut Browser, path: &str) -> Vec<Value> {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["items"].as_array().unwrap().clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_happens_to_an_account_is_written_with_where_it_came_from(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut ada = studio.signed_in(ADA).await;
    studio.app.clock.advance(TimeDelta::seconds(1));
    let mut thief = studio
        .browser()
        .header("user-agent", "a guesser")
        .header("x-request-id", "guess-1");
    thief.address = "198.51.100.1:55000".parse().unwrap();
    thief
        .log_in(ADA, "wrong password")
        .await
        .problem(401, "unauthenticated");
    thief
        .log_in("nobody@example.org", "wrong password")
        .await
        .problem(401, "unauthenticated");
    studio.app.clock.advance(TimeDelta::seconds(1));
    let mut again = studio.browser();
    assert_eq!(again.log_in(ADA, PASSWORD).await.status, 200);
    studio.app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(again.post("/api/auth/logout", &json!({})).await.status, 204);
    studio.app.clock.advance(TimeDelta::seconds(1));
    let made = ada
        .post("/api/keys", &json!({ "name": "A script", "scopes": ["read"] }))
        .await
        .json();
    studio.app.clock.advance(TimeDelta::seconds(1));
    let key = format!("/api/keys/{}", made["key"]["id"].as_str().unwrap());
    assert_eq!(ada.delete(&key).await.status, 204);

    let own = entries(&mut ada, OWN).await;
    let expected = [
        "key.revoked",
        "key.created",
        "session.ended",
        "session.began",
        "session.refused",
        "account.registered",
    ];
    assert_eq!(actions(&own), expected);
    assert!(
        !own.iter()
            .any(|entry| entry.to_string().contains(made["secret"].as_str().unwrap()))
    );
    assert_eq!(
        (&own[1]["subject"], &own[1]["details"]["scopes"]),
        (&json!("A script"), &json!(["read"]))
    );
    let refused = own[4].clone();
    assert_eq!(
        (
            &refused["actor"],
            &refused["actor_id"],
            &refused["ip_address"],
            &refused["user_agent"],
            &refused["request_id"]
        ),
        (
            &json!(ADA),
            &Value::Null,
            &json!("198.51.100.1"),
            &json!("a guesser"),
            &json!("guess-1")
        )
    );
    let tried = entries(&mut admin, &format!("{LOG}?action=session.refused&ip=198.51.100.1")).await;
    assert_eq!(tried.len(), 2);
    assert!(
        tried
            .iter()
            .any(|entry| entry["actor"] == "nobody@example.org" && entry["user_id"].is_null())
    );

    // Keyset pages have all of it once.
    let mut seen = Vec::new();
    let mut path = format!("{OWN}?limit=2");
    loop {
        let page = ada.get(&path).await.json();
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("{OWN}?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, own);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_administrators_do_is_written_in_the_same_transaction(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut ada = studio.signed_in(ADA).await;
    let id = |me: Value| me["user"]["id"].as_str().unwrap().to_owned();
    let (admin_id, ada_id) = (
        id(admin.get("/api/auth/me").await.json()),
        id(ada.get("/api/auth/me").await.json()),
    );
    let made = admin
        .post("/api/keys", &json!({ "name": "ops", "scopes": ["admin"] }))
        .await
        .json();
    let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
    let mut ops = studio.browser().header("authorization", &bearer);
    let limit = ops
        .put("/api/admin/limits", &json!({ "user_id": ada_id, "max_running": 3 }))
        .await
        .json();
    let refused = ops
        .put("/api/admin/limits", &json!({ "user_id": ada_id, "max_running": 0 }))
        .await;
    refused.problem(422, "invalid");
    studio.app.clock.advance(TimeDelta::seconds(1));
    admin
        .delete(&format!("/api/admin/limits/{}", limit["id"].as_str().unwrap()))
        .await;
    studio.app.clock.advance(TimeDelta::seconds(1));
    let pause = admin
        .post(
            "/api/admin/pauses",
            &json!({ "model_id": "fal-ai/flux/dev", "reason": "Too hot." }),
        )
        .await;
    studio.app.clock.advance(TimeDelta::seconds(1));
    admin.delete(pause.header("location")).await;
    studio.app.clock.advance(TimeDelta::seconds(1));
    admin.put("/api/admin/provider", &json!({ "max_running": 7 })).await;
    studio.app.clock.advance(TimeDelta::seconds(1));
    admin.post("/api/admin/housekeeping/sessions/run", &json!({})).await;

    let all = entries(&mut admin, &format!("{LOG}?actor_id={admin_id}")).await;
    let expected = [
        "chore.started",
        "provider.set",
        "pause.removed",
        "pause.created",
        "limit.removed",
        "limit.set",
        "key.created",
        "account.registered",
    ];
    let mut found = actions(&all);
    // The first three were done at one moment of this clock.
    found[5..].sort_unstable_by_key(|action| expected.iter().position(|other| other == action));
    assert_eq!(found, expected);
    assert_eq!(
        (&all[3]["subject"], &all[3]["details"]["reason"]),
        (&json!("fal-ai/flux/dev"), &json!("Too hot."))
    );
    let set = all.iter().find(|entry| entry["action"] == "limit.set").unwrap();
    assert_eq!((&set["key_id"], &set["user_id"]), (&made["key"]["id"], &json!(ada_id)));
    assert_eq!(set["details"]["max_running"], 3);

    // Whose account it is about learns of it, but not from where.
    let told = entries(&mut ada, &format!("{OWN}?action=limit.set")).await;
    assert_eq!(told.len(), 1);
    assert!(told[0]["ip_address"].is_null() && told[0]["actor"] == "" && told[0]["key_id"].is_null());
    assert_eq!(
        entries(&mut admin, &format!("{LOG}?user_id={ada_id}&action=limit.removed"))
            .await
            .len(),
        1
    );
    ada.get(LOG).await.problem(403, "forbidden");
    for (query, field) in [
        ("action=x", "action"),
        ("ip=x", "ip"),
        ("from=x", "from"),
        ("until=x", "until"),
        ("user_id=x", "user_id"),
    ] {
        assert_eq!(
            admin.get(&format!("{LOG}?{query}")).await.problem(422, "invalid"),
            [field]
        );
    }
}
