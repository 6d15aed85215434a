//! The document of the JSON API.

use sqlx::PgPool;

use crate::support::TestApp;

#[test]
fn the_document_is_locked() {
    insta::assert_json_snapshot!(studio_web::openapi_document());
}

#[test]
fn every_operation_has_a_name_and_a_summary() {
    let document = serde_json::to_value(studio_web::openapi_document()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(!path.contains('*'), "{path}");
        for (method, operation) in item.as_object().unwrap() {
            assert!(
                operation["operationId"].is_string() && operation["summary"].is_string(),
                "{method} {path}"
            );
        }
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_document_and_its_page_are_served(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.browser();
    let document = browser.get("/api/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document, serde_json::to_value(studio_web::openapi_document()).unwrap());
    assert_eq!(browser.get("/api/docs").await.header("location"), "/api/docs/");
    let page = browser.get("/api/docs/").await;
    assert!(page.status == 200 && page.text().contains("swagger-ui"), "{page:?}");
}
