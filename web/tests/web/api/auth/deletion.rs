use chrono::TimeDelta;
use serde_json::json;
use sqlx::{AssertSqlSafe, PgPool};
use studio_app::App;
use studio_app::tasks::housekeeping::{Chore, run_due};
use tokio_util::sync::CancellationToken;

use super::two_factor::{code, switch_on};
use crate::access::world::{OWNER, World};
use crate::support::{PASSWORD, TestApp};

const ME: &str = "/api/auth/me";
const DELETION: &str = "/api/auth/me/deletion";

async fn run(app: &App, chore: Chore) -> Option<u64> {
    studio_db::housekeeping::make_due(&mut app.db.acquire().await.unwrap(), chore.name())
        .await
        .unwrap();
    run_due(app, chore, &CancellationToken::new()).await.unwrap()
}

/// The tables of the whole database, the job library's too, in which a row says one of these texts.
async fn tables_that_name(db: &PgPool, texts: &[String]) -> Vec<String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
        WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
    )
    .fetch_all(db)
    .await
    .unwrap();
    assert!(tables.len() > 50, "{tables:?}");
    let patterns: Vec<String> = texts.iter().map(|text| format!("%{text}%")).collect();
    let mut found = Vec::new();
    for table in tables {
        let query = format!("SELECT EXISTS (SELECT FROM {table} AS line WHERE lower(line::text) LIKE ANY ($1))");
        let query = sqlx::query_scalar::<_, bool>(AssertSqlSafe(query)).bind(&patterns);
        if query.fetch_one(db).await.unwrap() {
            found.push(table);
        }
    }
    found
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_account_that_leaves_can_be_kept_and_leaves_no_trace(db: PgPool) {
    let studio = TestApp::new(db.clone()).await;
    studio.signed_in("admin@example.org").await;
    let mut ada = studio.signed_in(OWNER).await;
    let mut bob = studio.signed_in("bob@example.org").await;
    let world = World::make(&studio, &mut ada).await;
    let id = ada.get(ME).await.json()["user"]["id"].as_str().unwrap().to_owned();
    let token = world.id("share").to_owned();
    assert_eq!(bob.get(&format!("/api/share/image/{token}")).await.status, 200);
    let publish = json!({ "title": "Owls for all", "prompt_text": "an owl", "is_public": true });
    assert_eq!(ada.post("/api/prompts", &publish).await.status, 201);
    let community = |answer: serde_json::Value| answer["items"].as_array().unwrap().len();
    assert_eq!(community(bob.get("/api/prompts/public").await.json()), 1);
    let key = ada
        .post("/api/keys", &json!({ "name": "Mine", "scopes": ["read"] }))
        .await
        .json();
    let bearer = format!("Bearer {}", key["secret"].as_str().unwrap());
    let mut program = studio.browser().without("origin").header("authorization", &bearer);
    assert_eq!(program.get("/api/images").await.status, 200);
    // What she does to others as an administrator outlives her, without her.
    sqlx::query("UPDATE users SET role = 'admin' WHERE email = $1")
        .bind(OWNER)
        .execute(&db)
        .await
        .unwrap();
    let bob_id = bob.get(ME).await.json()["user"]["id"].as_str().unwrap().to_owned();
    let grant = json!({ "credits": 5, "note": "from Ada" });
    assert_eq!(
        ada.post(&format!("/api/admin/users/{bob_id}/credits"), &grant)
            .await
            .status,
        200
    );

    let (secret, _) = switch_on(&studio, &mut ada).await;
    let proof = |password: &str, code: &str| json!({ "password": password, "code": code });
    let wrong = ada.delete_with(ME, &proof("wrong password", "")).await;
    assert_eq!(wrong.problem(422, "invalid"), ["password"]);
    let wrong = ada.delete_with(ME, &json!({ "password": PASSWORD })).await;
    assert_eq!(wrong.problem(422, "invalid"), ["code"]);
    let what = ada.get(DELETION).await.json();
    assert_eq!(
        (&what["deletion"], &what["asks_for_code"], &what["grace_days"]),
        (&json!(null), &json!(true), &json!(14))
    );
    assert_eq!(
        (&what["contents"]["images"], &what["contents"]["api_keys"]),
        (&json!(2), &json!(2))
    );
    ada.delete(DELETION).await.problem(409, "conflict");
    let names = [id.clone(), id.replace('-', ""), OWNER.to_owned()];
    let everywhere = tables_that_name(&db, &names).await;
    assert!(everywhere.len() > 25, "{everywhere:?}");

    let mut phone = ada.clone();
    let asked = ada.delete_with(ME, &proof(PASSWORD, &code(&studio, &secret, 1))).await;
    assert_eq!(asked.status, 202, "{asked:?}");
    assert!(asked.json()["deletion"]["due_at"].is_string() && ada.cookie("studio_session").is_none());
    phone.get(ME).await.problem(401, "unauthenticated");
    program.get("/api/images").await.problem(401, "unknown_key");
    assert_eq!(bob.get(&format!("/api/share/image/{token}")).await.status, 404);
    assert_eq!(community(bob.get("/api/prompts/public").await.json()), 0);
    assert!(studio.has_mailed(OWNER, "Your account is going to be deleted").await);

    // Who logs in may keep the account, and nothing else.
    studio.app.clock.advance(TimeDelta::minutes(1));
    let log_in = async |steps| {
        let mut browser = studio.browser();
        browser.log_in(OWNER, PASSWORD).await.problem(401, "code_needed");
        let body = json!({ "code": code(&studio, &secret, steps) });
        let answer = browser.post("/api/auth/login/code", &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.json()["user"]["deletes_at"].is_string());
        browser
    };
    let mut ada = log_in(0).await;
    for path in ["/api/images", "/api/keys", "/api/auth/me"] {
        ada.get(path).await.problem(403, "account_leaving");
    }
    assert_eq!(ada.get("/events").await.status, 403);
    ada.delete_with(ME, &proof(PASSWORD, ""))
        .await
        .problem(403, "account_leaving");
    assert!(ada.get(DELETION).await.json()["deletion"]["due_at"].is_string());
    assert_eq!(run(&studio.app, Chore::LeavingAccounts).await, Some(0), "it is not due");
    assert_eq!(ada.delete(DELETION).await.status, 204);
    assert!(studio.has_mailed(OWNER, "Your account stays").await);
    assert_eq!(
        ada.get("/api/images").await.json()["items"].as_array().unwrap().len(),
        1
    );
    let job = ada
        .get(&format!("/api/generate/queue/{}/status", world.id("job")))
        .await
        .json();
    assert_eq!(job["status"], "cancelled", "{job:#}");
    let schedule = ada
        .get(&format!("/api/schedules/{}", world.id("schedule")))
        .await
        .json();
    assert_eq!(schedule["schedule"]["pause_reason"], "owner_inactive", "{schedule:#}");
    assert_eq!(bob.get(&format!("/api/share/image/{token}")).await.status, 200);

    studio.app.clock.advance(TimeDelta::minutes(1));
    let proof = proof(PASSWORD, &code(&studio, &secret, 0));
    assert_eq!(ada.delete_with(ME, &proof).await.status, 202);
    studio.app.clock.advance(TimeDelta::days(13));
    assert_eq!(run(&studio.app, Chore::LeavingAccounts).await, Some(0), "it is not due");
    let mut late = log_in(0).await;
    studio.app.clock.advance(TimeDelta::days(1));
    let removed = run(&studio.app, Chore::LeavingAccounts).await.unwrap();
    assert!(removed > 20, "{removed} rows were removed");
    late.delete(DELETION).await.problem(401, "unauthenticated");
    late.log_in(OWNER, PASSWORD).await.problem(401, "unauthenticated");
    assert_eq!(
        run(&studio.app, Chore::LeavingAccounts).await,
        Some(0),
        "nobody leaves any more"
    );

    // The log-in that failed just now names an address that is nobody's.
    for forget in [
        "DELETE FROM audit_log WHERE action = 'session.refused'",
        "DELETE FROM login_failures",
    ] {
        sqlx::query(forget).execute(&db).await.unwrap();
    }
    assert!(studio.has_mailed(OWNER, "Your account is deleted").await);
    assert_eq!(
        tables_that_name(&db, &names).await,
        ["public.mails"],
        "the last mail, until it is sent"
    );
    studio.app.clock.advance(TimeDelta::days(2));
    assert!(
        run(&studio.app, Chore::Mails).await.unwrap() >= 1,
        "or not sent any more"
    );
    assert_eq!(tables_that_name(&db, &names).await, [""; 0]);
    let report = studio_app::credits::check_ledger(&studio.app).await.unwrap();
    assert!(report.is_clean(), "{report}");
    let acts: Vec<(String, bool)> = sqlx::query_as(
        "SELECT actor, ip_address IS NULL AND user_agent IS NULL FROM audit_log WHERE action = 'credits.granted'",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert_eq!(acts, [(String::new(), true)]);
    let expired: i64 =
        sqlx::query_scalar("SELECT count(*) FROM ledger_transactions WHERE kind = 'expiry' AND user_id IS NULL")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(expired, 1);
    // The address is free, and the newcomer begins with nothing of what was.
    let mut newcomer = studio.signed_in(OWNER).await;
    assert_eq!(newcomer.get("/api/images").await.json()["items"], json!([]));
    assert_eq!(newcomer.get(ME).await.json()["user"]["role"], "user");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_last_administrator_stays(db: PgPool) {
    let studio = TestApp::new(db.clone()).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut bob = studio.signed_in("bob@example.org").await;
    let proof = json!({ "password": PASSWORD });
    admin.delete_with(ME, &proof).await.problem(409, "conflict");
    let make = "UPDATE users SET role = 'admin' WHERE email = 'bob@example.org'";
    sqlx::query(make).execute(&db).await.unwrap();
    assert_eq!(admin.delete_with(ME, &proof).await.status, 202);
    bob.delete_with(ME, &proof).await.problem(409, "conflict");
    let id = bob.get(ME).await.json()["user"]["id"].as_str().unwrap().to_owned();
    let step_down = bob
        .put(&format!("/api/admin/users/{id}"), &json!({ "role": "user" }))
        .await;
    step_down.problem(409, "conflict");
    let people = bob.get("/api/admin/users?q=admin@").await.json();
    assert!(people["items"][0]["deletes_at"].is_string(), "{people:#}");
}
