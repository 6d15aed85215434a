use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Answer, Browser, TestApp};

const PATH: &str = "/api/admin/plugins";

/// A built plugin of the studio.
fn component(name: &str) -> Vec<u8> {
    file("PLUGINS_DIR", name)
}

fn hostile(name: &str) -> Vec<u8> {
    file("HOSTILE_PLUGINS_DIR", name)
}

fn file(variable: &str, name: &str) -> Vec<u8> {
    let dir = std::env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set: run `cargo xtask test`"));
    std::fs::read(std::path::Path::new(&dir).join(format!("{name}.wasm"))).unwrap()
}

/// The same plugin with another digest: a custom section changes the file and nothing else.
fn another(bytes: &[u8]) -> Vec<u8> {
    [bytes, &[0, 5, 3, b'n', b'e', b'w', 1]].concat()
}

async fn upload(browser: &mut Browser, bytes: &[u8]) -> Answer {
    browser.post_bytes(PATH, "application/wasm", bytes).await
}

async fn upload_form(browser: &mut Browser, file_name: &str, bytes: &[u8]) -> Answer {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"component\"; filename=\"{file_name}\"\r\n\
         Content-Type: application/wasm\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
    browser
        .post_bytes(PATH, "multipart/form-data; boundary=edge", &body)
        .await
}

async fn version_of(browser: &mut Browser, model: &str) -> String {
    let model = browser.get(&format!("/api/models/{model}")).await.json();
    model["plugin_version"].as_str().unwrap_or_default().to_owned()
}

fn states(details: &Value) -> Vec<(&str, &str)> {
    let versions = details["versions"].as_array().unwrap().iter();
    versions
        .map(|version| (version["digest"].as_str().unwrap(), version["state"].as_str().unwrap()))
        .collect()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_version_is_uploaded_promoted_and_rolled_back(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let one = format!("{PATH}/fal-flux");
    let before = admin.get(&one).await.json();
    let old = before["plugin"]["version"]["digest"].as_str().unwrap().to_owned();
    assert_eq!(states(&before), [(old.as_str(), "default")]);
    assert_eq!(before["plugin"]["version"]["is_in_folder"], true);

    let uploaded = upload(&mut admin, &another(&component("fal-flux"))).await;
    assert_eq!(uploaded.status, 201, "{uploaded:?}");
    assert_eq!(uploaded.header("location"), one);
    let new = uploaded.json()["digest"].as_str().unwrap().to_owned();
    assert_eq!(uploaded.json()["uploaded_by"], "admin@example.org");
    let endpoints = uploaded.json()["endpoints"].as_array().unwrap().clone();
    assert!(endpoints.contains(&json!("fal-ai/flux/dev")), "{endpoints:?}");
    let again = upload_form(&mut admin, "flux.wasm", &another(&component("fal-flux"))).await;
    assert_eq!((again.status, &again.json()["digest"]), (200, &json!(new)));

    let listed = admin.get(&one).await.json();
    assert_eq!(
        states(&listed),
        [(new.as_str(), "candidate"), (old.as_str(), "default")]
    );
    let promoted = admin.put(&format!("{one}/default"), &json!({ "digest": new })).await;
    assert_eq!(promoted.status, 200, "{promoted:?}");
    assert_eq!(
        states(&promoted.json()),
        [(new.as_str(), "default"), (old.as_str(), "retired")]
    );
    assert_eq!(promoted.json()["plugin"]["previous_digest"], old.as_str());
    let twice = admin.put(&format!("{one}/default"), &json!({ "digest": new })).await;
    assert_eq!(twice.json(), promoted.json(), "promoting again changes nothing");
    assert_eq!(
        studio.app.plugins.model("fal-ai/flux/dev").unwrap().plugin().digest,
        new
    );

    let back = admin.post(&format!("{one}/rollback"), &json!({})).await;
    assert_eq!(
        states(&back.json()),
        [(new.as_str(), "retired"), (old.as_str(), "default")]
    );
    assert_eq!(
        studio.app.plugins.model("fal-ai/flux/dev").unwrap().plugin().digest,
        old
    );
    admin
        .post(&format!("{one}/rollback"), &json!({}))
        .await
        .problem(409, "conflict");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_new_plugin_offers_its_models_once_it_is_promoted(db: PgPool) {
    let folder = tempfile::tempdir().unwrap();
    let studio = TestApp::with(db, &[("PLUGINS_DIR", folder.path().to_str().unwrap())]).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let digest = upload(&mut admin, &component("rembg")).await.json()["digest"].clone();
    admin.get("/api/models/fal-ai/birefnet").await.problem(404, "not_found");
    let one = format!("{PATH}/rembg");
    admin
        .put(&one, &json!({ "is_enabled": true }))
        .await
        .problem(409, "conflict");
    admin.put(&format!("{one}/default"), &json!({ "digest": digest })).await;
    assert!(!version_of(&mut admin, "fal-ai/birefnet").await.is_empty());

    let off = admin.put(&one, &json!({ "is_enabled": false })).await.json();
    assert_eq!(
        (&off["plugin"]["is_enabled"], &off["plugin"]["is_on_offer"]),
        (&json!(false), &json!(false))
    );
    admin.get("/api/models/fal-ai/birefnet").await.problem(404, "not_found");
    let on = admin.put(&one, &json!({ "is_enabled": true })).await.json();
    assert_eq!(on["plugin"]["is_on_offer"], true);
    assert!(!version_of(&mut admin, "fal-ai/birefnet").await.is_empty());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_no_plugin_is_refused_by_its_kind_and_stored_nowhere(db: PgPool) {
    let studio = TestApp::with(db, &[]).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let before: i64 = count(&studio).await;
    for (bytes, code) in [
        (b"hello, I am a plugin".to_vec(), "not_a_component"),
        (component("rembg")[..5_000].to_vec(), "not_a_component"),
        (b"\0asm\x01\0\0\0".to_vec(), "core_module"),
        (b"\0asm\x0d\0\x01\0".to_vec(), "wrong_contract"),
        (hostile("hostile-describe"), "plugin_fault"),
        (hostile("hostile-manifest"), "invalid_schema"),
    ] {
        let answer = upload(&mut admin, &bytes).await;
        answer.problem(422, code);
        assert!(answer.json()["detail"].as_str().unwrap().len() > 20, "{answer:?}");
    }
    let traversal = upload_form(&mut admin, "../../etc/evil.wasm", &component("rembg")).await;
    assert_eq!(traversal.problem(422, "invalid"), ["component"]);
    let none = upload_form(&mut admin, "", b"").await;
    assert_eq!(none.problem(422, "invalid"), ["component"]);
    admin
        .post(PATH, &json!({}))
        .await
        .problem(415, "unsupported_media_type");
    let huge = vec![0; 32 * 1024 * 1024 + 1];
    upload(&mut admin, &huge).await.problem(413, "too_large");
    upload_form(&mut admin, "huge.wasm", &[huge.clone(), huge].concat())
        .await
        .problem(413, "too_large");
    assert_eq!(count(&studio).await, before);
}

async fn count(studio: &TestApp) -> i64 {
    sqlx::query_scalar("SELECT (SELECT count(*) FROM plugins) + (SELECT count(*) FROM plugin_components)")
        .fetch_one(&studio.app.db)
        .await
        .unwrap()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_model_belongs_to_one_plugin_at_a_time(db: PgPool) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("calls.wasm"), hostile("hostile-calls")).unwrap();
    let studio = TestApp::with(db, &[("PLUGINS_DIR", folder.path().to_str().unwrap())]).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    upload(&mut admin, &hostile("hostile-clash"))
        .await
        .problem(422, "duplicate_model");

    let off = json!({ "is_enabled": false });
    admin.put(&format!("{PATH}/hostile-calls"), &off).await;
    let digest = upload(&mut admin, &hostile("hostile-clash")).await.json()["digest"].clone();
    admin
        .put(&format!("{PATH}/hostile-clash/default"), &json!({ "digest": digest }))
        .await;
    let refused = admin
        .put(&format!("{PATH}/hostile-calls"), &json!({ "is_enabled": true }))
        .await;
    refused.problem(409, "conflict");
    assert!(refused.json()["detail"].as_str().unwrap().contains("hostile-clash"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_version_that_nothing_needs_can_be_deleted(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let one = format!("{PATH}/rembg");
    let old = admin.get(&one).await.json()["plugin"]["version"]["digest"].clone();
    let version = |digest: &Value| format!("{one}/versions/{}", digest.as_str().unwrap());
    admin.delete(&version(&old)).await.problem(409, "conflict");

    let new = upload(&mut admin, &another(&component("rembg"))).await.json()["digest"].clone();
    assert_eq!(admin.delete(&version(&new)).await.status, 204);
    admin.delete(&version(&new)).await.problem(404, "not_found");
    admin
        .get(&format!("{}/diff", version(&new)))
        .await
        .problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_comparison_names_what_a_version_changes(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let same = upload(&mut admin, &another(&component("rembg"))).await.json()["digest"].clone();
    let path = |plugin: &str, digest: &Value| format!("{PATH}/{plugin}/versions/{}/diff", digest.as_str().unwrap());
    let diff = admin.get(&path("rembg", &same)).await.json();
    assert_eq!(diff["is_empty"], true, "{diff}");

    // As if the version on offer had said something else.
    sqlx::query(
        r#"UPDATE plugins SET manifest = jsonb_set(jsonb_set(jsonb_set(manifest,
            '{models,0,endpoints}', '["fal-ai/old"]'), '{models,0,max_images}', '9'),
            '{models,0,parameters_schema,properties,gone}', '{"type": "boolean"}')
        WHERE plugin_id = 'rembg' AND became_default_at IS NOT NULL"#,
    )
    .execute(&studio.app.db)
    .await
    .unwrap();
    let diff = admin.get(&path("rembg", &same)).await.json();
    assert_eq!(diff["endpoints_removed"], json!(["fal-ai/old"]));
    assert_eq!(diff["models_added"], json!([]));
    let model = &diff["models_changed"][0];
    assert_eq!(model["parameters"][0]["name"], "gone");
    assert_eq!(model["parameters"][0]["change"], "removed");
    let fields: Vec<&str> = model["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["endpoints", "max_images"]);

    let unknown = json!("0".repeat(64));
    admin.get(&path("rembg", &unknown)).await.problem(404, "not_found");
    admin.get(&path("fal-flux", &same)).await.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn strangers_are_refused_everywhere(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let digest = admin.get(&format!("{PATH}/rembg")).await.json()["plugin"]["version"]["digest"].clone();
    let version = format!("{PATH}/rembg/versions/{}", digest.as_str().unwrap());
    let mut other = studio.signed_in("other@example.org").await;
    other.get(PATH).await.problem(403, "forbidden");
    other.get(&format!("{PATH}/rembg")).await.problem(403, "forbidden");
    other.get(&format!("{version}/diff")).await.problem(403, "forbidden");
    other.get(&format!("{version}/shadow")).await.problem(403, "forbidden");
    other.delete(&version).await.problem(403, "forbidden");
    let change = json!({ "is_enabled": false });
    other
        .put(&format!("{PATH}/rembg"), &change)
        .await
        .problem(403, "forbidden");
    let choice = json!({ "digest": digest });
    other
        .put(&format!("{PATH}/rembg/default"), &choice)
        .await
        .problem(403, "forbidden");
    other
        .post(&format!("{PATH}/rembg/rollback"), &json!({}))
        .await
        .problem(403, "forbidden");
    other
        .post(&format!("{version}/shadow"), &json!({ "jobs": 1 }))
        .await
        .problem(403, "forbidden");
    upload(&mut other, &component("rembg")).await.problem(403, "forbidden");
    let mut visitor = studio.browser();
    visitor.get(PATH).await.problem(401, "unauthenticated");
    let answer = visitor.post_bytes(PATH, "application/wasm", b"x").await;
    answer.problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_shadow_run_needs_a_candidate_and_a_sensible_number(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let new = upload(&mut admin, &another(&component("rembg"))).await.json()["digest"].clone();
    let path = format!("{PATH}/rembg/versions/{}/shadow", new.as_str().unwrap());
    admin.get(&path).await.problem(404, "not_found");
    for jobs in [0, 201, -1] {
        let answer = admin.post(&path, &json!({ "jobs": jobs })).await;
        assert_eq!(answer.problem(422, "invalid"), ["jobs"]);
    }
    let run = admin.post(&path, &json!({ "jobs": 200 })).await.json();
    assert_eq!((&run["asked"], &run["jobs"]), (&json!(200), &json!([])));
    assert_eq!(admin.get(&path).await.json(), run);
    let on_offer = admin.get(&format!("{PATH}/rembg")).await.json()["plugin"]["version"]["digest"].clone();
    let path = format!("{PATH}/rembg/versions/{}/shadow", on_offer.as_str().unwrap());
    admin.post(&path, &json!({ "jobs": 1 })).await.problem(409, "conflict");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_a_plugin_wrote_is_shown_to_administrators(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let path = format!("{PATH}/rembg/log");
    assert_eq!(admin.get(&path).await.json()["items"], json!([]));
    sqlx::query(
        "INSERT INTO plugin_log_lines (plugin_id, logged_at, level, line)
        VALUES ('rembg', now(), 'warn', 'first'), ('rembg', now(), 'error', '<b>second</b>'), ('other', now(), 'info', 'third')",
    )
    .execute(&studio.app.db)
    .await
    .unwrap();
    let lines = admin.get(&path).await.json();
    assert_eq!(lines["items"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&lines["items"][0]["level"], &lines["items"][0]["line"]),
        (&json!("error"), &json!("<b>second</b>"))
    );
    let page = admin.get("/admin/plugins/rembg").await;
    assert!(page.text().contains("&lt;b&gt;second"), "{page:?}");
    admin
        .get(&format!("{PATH}/nothing/log"))
        .await
        .problem(404, "not_found");
    let mut other = studio.signed_in("other@example.org").await;
    other.get(&path).await.problem(403, "forbidden");
}
