//! The pages of plugins, for administrators.

use sqlx::PgPool;

use crate::support::{Answer, Browser, TestApp};

const LIST: &str = "/admin/plugins";

/// The studio's own plugin with another digest.
fn version() -> Vec<u8> {
    let dir = std::env::var("PLUGINS_DIR").expect("PLUGINS_DIR is not set: run `cargo xtask test`");
    let bytes = std::fs::read(std::path::Path::new(&dir).join("rembg.wasm")).unwrap();
    [bytes.as_slice(), &[0, 5, 3, b'n', b'e', b'w', 2]].concat()
}

async fn upload(browser: &mut Browser, bytes: &[u8]) -> Answer {
    let head = "--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nany\r\n--edge\r\n\
        Content-Disposition: form-data; name=\"component\"; filename=\"rembg.wasm\"\r\n\
        Content-Type: application/wasm\r\n\r\n";
    let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
    browser
        .post_bytes(LIST, "multipart/form-data; boundary=edge", &body)
        .await
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_version_goes_through_its_whole_life_without_a_script(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    assert!(admin.get("/gallery").await.html().contains("href=\"/admin/plugins\""));
    let list = admin.get(LIST).await;
    assert!(list.html().contains("/admin/plugins/fal-flux"), "{list:?}");

    let uploaded = upload(&mut admin, &version()).await;
    assert_eq!(uploaded.status, 303, "{uploaded:?}");
    let page = uploaded.header("location").to_owned();
    let shown = admin.get(&page).await;
    assert!(
        shown.text().contains("Nothing differs that users would notice."),
        "{shown:?}"
    );

    let tried = admin.post_form(&format!("{page}/shadow"), &[("jobs", "20")]).await;
    assert_eq!(tried.status, 303, "{tried:?}");
    let shown = admin.get(&page).await;
    assert!(
        shown.text().contains("0 the same, 0 different, 0 with an error"),
        "{shown:?}"
    );
    let wrong = admin.post_form(&format!("{page}/shadow"), &[("jobs", "many")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("Use a whole number from 1 to 200."), "{wrong:?}");

    assert_eq!(admin.post_form(&format!("{page}/promote"), &[]).await.status, 303);
    let kept = admin.post_form(&format!("{page}/delete"), &[]).await;
    assert_eq!(kept.status, 409);
    assert!(kept.text().contains("promote another first"), "{kept:?}");
    assert_eq!(admin.post_form("/admin/plugins/rembg/rollback", &[]).await.status, 303);
    let twice = admin.post_form("/admin/plugins/rembg/rollback", &[]).await;
    assert_eq!(twice.status, 409);
    assert!(twice.text().contains("There is no earlier version"), "{twice:?}");
    assert_eq!(admin.post_form(&format!("{page}/delete"), &[]).await.status, 303);
    assert_eq!(admin.get(&page).await.status, 404);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn switching_a_plugin_off_takes_its_models_from_the_form(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    assert!(admin.get("/generate").await.html().contains("fal-ai/fast-sdxl"));
    let off = admin.post_form("/admin/plugins/fal-sdxl/disable", &[]).await;
    assert_eq!(off.header("location"), "/admin/plugins/fal-sdxl");
    assert!(!admin.get("/generate").await.html().contains("fal-ai/fast-sdxl"));
    let page = admin.get("/admin/plugins/fal-sdxl").await;
    assert!(page.text().contains("Switched off"), "{page:?}");
    admin.post_form("/admin/plugins/fal-sdxl/enable", &[]).await;
    assert!(admin.get("/generate").await.html().contains("fal-ai/fast-sdxl"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_wrong_file_is_told_beside_the_field(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let refused = upload(&mut admin, b"these are notes").await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("id=\"component-error\""), "{refused:?}");
    assert!(refused.text().contains("does not start with the WebAssembly header"));
    let nothing = upload(&mut admin, b"").await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.text().contains("choose a file"), "{nothing:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn others_see_neither_the_pages_nor_the_link(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in("admin@example.org").await;
    let mut other = studio.signed_in("other@example.org").await;
    assert!(!other.get("/gallery").await.html().contains("/admin/plugins"));
    for path in [LIST, "/admin/plugins/rembg", "/admin/plugins/rembg/versions/0"] {
        assert_eq!(other.get(path).await.status, 403, "{path}");
    }
    assert_eq!(upload(&mut other, &version()).await.status, 403);
    let off = other.post_form("/admin/plugins/rembg/disable", &[]).await;
    assert_eq!(off.status, 403);
    let visitor = studio.browser().get(LIST).await;
    assert_eq!(visitor.status, 303);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn how_models_work_is_shown_with_them(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    sqlx::query("INSERT INTO model_timings VALUES ('fal-ai/birefnet', 10, 7, 3400, 6000, 7100, now())")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let page = admin.get("/admin/plugins/rembg").await;
    assert!(
        page.text().contains("Failing") && page.text().contains("70\u{a0}% succeed"),
        "{page:?}"
    );
    assert_eq!(
        admin.get("/api/models/fal-ai/birefnet").await.json()["health"],
        "failing"
    );
    assert!(admin.get("/api/models/fal-ai/flux/dev").await.json()["health"].is_null());
    let pause = serde_json::json!({ "model_id": "fal-ai/birefnet" });
    admin.post("/api/admin/pauses", &pause).await;
    assert_eq!(
        admin.get("/api/models/fal-ai/birefnet").await.json()["health"],
        "paused"
    );
}
