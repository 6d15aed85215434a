//! Projects over HTTP: what they say, what is refused, whose they are, and how they are found.

use serde_json::{Value, json};
use sqlx::PgPool;

use super::recipes::picture;
use crate::support::{Answer, Browser, TestApp};

pub(super) const PROJECTS: &str = "/api/projects";

pub(super) fn body() -> Value {
    json!({
        "name": " Winter catalogue ",
        "description": "Foxes",
        "notes": "Ask Bob\nabout the paper.",
        "category": "Print",
        "tags": ["winter", "Fox", "fox "],
        "defaults": { "model_id": "fal-ai/flux/dev", "parameters": { "image_size": "landscape_4_3" } },
    })
}

/// The body with one member set to another value.
fn with(name: &str, value: Value) -> Value {
    let mut body = body();
    body[name] = value;
    body
}

pub(super) async fn create(browser: &mut Browser, body: &Value) -> Answer {
    let answer = browser.post(PROJECTS, body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer
}

pub(super) fn path(answer: &Answer, rest: &str) -> String {
    format!("{PROJECTS}/{}{rest}", answer.json()["project"]["id"].as_str().unwrap())
}

/// The names on a page.
fn names(answer: &Answer) -> Vec<String> {
    let items = answer.json()["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_project_is_made_listed_changed_and_removed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser, &body()).await;
    assert_eq!(made.header("location"), path(&made, ""));
    let project = made.json()["project"].clone();
    assert_eq!(project["name"], "Winter catalogue");
    assert_eq!(project["tags"], json!(["winter", "fox"]));
    assert_eq!(project["defaults"], body()["defaults"]);
    assert_eq!(
        (&project["image_count"], &project["cover_url"]),
        (&json!(0), &Value::Null)
    );
    let found = browser.get(&path(&made, "")).await;
    assert_eq!(
        (found.json()["project"].clone(), found.header("etag")),
        (project.clone(), made.header("etag"))
    );
    assert_eq!(browser.get(PROJECTS).await.json()["items"], json!([project]));

    let changed = json!({ "name": "Spring" });
    browser
        .put(&path(&made, ""), &changed)
        .await
        .problem(428, "version_missing");
    let version = made.header("etag").to_owned();
    let mut holder = browser.header("if-match", &version);
    let answer = holder.put(&path(&made, ""), &changed).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let project = answer.json()["project"].clone();
    assert_eq!(
        (&project["name"], &project["notes"], &project["tags"]),
        (&json!("Spring"), &json!(""), &json!([]))
    );
    assert_eq!(project["defaults"], json!({ "model_id": null, "parameters": {} }));
    assert_ne!(answer.header("etag"), version);
    holder.put(&path(&made, ""), &changed).await.problem(412, "outdated");

    assert_eq!(browser.delete(&path(&made, "")).await.status, 204);
    browser.get(&path(&made, "")).await.problem(404, "not_found");
    browser.delete(&path(&made, "")).await.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_wrong_field_is_named(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    studio.signed_in("bob@example.org").await;
    let of_bob = picture(&studio, "bob@example.org", 64).await;
    let defaults = |model: Value, parameters: Value| json!({ "model_id": model, "parameters": parameters });
    let wrong = [
        (with("name", json!("  ")), vec!["name"]),
        (with("name", json!("a\nb")), vec!["name"]),
        (with("name", json!("x".repeat(201))), vec!["name"]),
        (with("description", json!("x".repeat(2001))), vec!["description"]),
        (with("notes", json!("a\u{0}b")), vec!["notes"]),
        (with("category", json!("a\tb")), vec!["category"]),
        (with("tags", json!(["a,b"])), vec!["tags"]),
        (with("cover_image_id", json!(of_bob)), vec!["cover_image_id"]),
        (
            with("defaults", defaults(json!("fal-ai/no"), json!({}))),
            vec!["defaults.model_id"],
        ),
        // It takes pictures only, so nothing is made with it from words.
        (
            with("defaults", defaults(json!("fal-ai/esrgan"), json!({}))),
            vec!["defaults.model_id"],
        ),
        (
            with("defaults", defaults(Value::Null, json!({ "a": 1 }))),
            vec!["defaults.model_id"],
        ),
        (
            with(
                "defaults",
                defaults(json!("fal-ai/flux/dev"), json!({ "guidance_scale": 99 })),
            ),
            vec!["defaults.parameters.guidance_scale"],
        ),
        (with("is_archived", json!(true)), vec!["is_archived"]),
        (
            json!({ "name": "", "category": "x".repeat(101) }),
            vec!["name", "category"],
        ),
    ];
    for (body, fields) in wrong {
        let answer = browser.post(PROJECTS, &body).await;
        assert_eq!(answer.problem(422, "invalid"), fields, "{body}");
    }
    assert_eq!(browser.get(PROJECTS).await.json()["items"], json!([]));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_sees_the_projects_of_others(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser, &body()).await;
    let mut stranger = studio
        .signed_in("bob@example.org")
        .await
        .header("if-match", made.header("etag"));
    assert_eq!(stranger.get(PROJECTS).await.json()["items"], json!([]));
    assert_eq!(
        stranger.get("/api/search/projects?q=winter").await.json()["items"],
        json!([])
    );
    for rest in [
        "",
        "/images",
        "/analytics",
        "/export",
        "/manifest.json",
        "/manifest.csv",
    ] {
        stranger.get(&path(&made, rest)).await.problem(404, "not_found");
    }
    stranger.put(&path(&made, ""), &body()).await.problem(404, "not_found");
    stranger.delete(&path(&made, "")).await.problem(404, "not_found");
    stranger
        .put_empty(&path(&made, "/archive"))
        .await
        .problem(404, "not_found");
    stranger
        .delete(&path(&made, "/archive"))
        .await
        .problem(404, "not_found");
    stranger
        .post(&path(&made, "/duplicate"), &json!({}))
        .await
        .problem(404, "not_found");
    stranger
        .post(&path(&made, "/export"), &json!({}))
        .await
        .problem(404, "not_found");
    let mut visitor = studio.browser();
    visitor.get(PROJECTS).await.problem(401, "unauthenticated");
    assert_eq!(browser.get(&path(&made, "")).await.json(), made.json());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_project_is_put_away_and_taken_out_again(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser, &body()).await;
    let away = browser.put_empty(&path(&made, "/archive")).await;
    assert_eq!(
        (away.status, &away.json()["project"]["is_archived"]),
        (200, &json!(true))
    );
    let again = browser.put_empty(&path(&made, "/archive")).await;
    assert_eq!((again.json(), again.header("etag")), (away.json(), away.header("etag")));
    assert_eq!(names(&browser.get(PROJECTS).await), [""; 0]);
    for filter in ["true", "all"] {
        let list = browser.get(&format!("{PROJECTS}?archived={filter}")).await;
        assert_eq!(names(&list), ["Winter catalogue"], "{filter}");
    }
    let list = browser.get(&format!("{PROJECTS}?archived=maybe")).await;
    assert_eq!(list.problem(422, "invalid"), ["archived"]);
    for _ in 0..2 {
        let out = browser.delete(&path(&made, "/archive")).await;
        assert_eq!(
            (out.status, &out.json()["project"]["is_archived"]),
            (200, &json!(false))
        );
    }
    assert_eq!(names(&browser.get(PROJECTS).await), ["Winter catalogue"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_copy_says_the_same_and_has_no_pictures(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let cover = picture(&studio, "ada@example.org", 64).await;
    let made = create(&mut browser, &with("cover_image_id", json!(cover))).await;
    let added = browser
        .post(&path(&made, "/images/add"), &json!({ "image_ids": [cover] }))
        .await;
    assert_eq!(added.status, 200, "{added:?}");
    let copy = browser.post(&path(&made, "/duplicate"), &json!({})).await;
    assert_eq!(copy.status, 201, "{copy:?}");
    assert_ne!(copy.header("location"), path(&made, ""));
    let (old, new) = (made.json()["project"].clone(), copy.json()["project"].clone());
    assert_eq!(
        (&new["name"], &new["image_count"]),
        (&json!("Winter catalogue (2)"), &json!(0))
    );
    for same in ["description", "notes", "category", "tags", "cover_image_id", "defaults"] {
        assert_eq!(new[same], old[same], "{same}");
    }
    let named = browser
        .post(&path(&made, "/duplicate"), &json!({ "name": "Spring" }))
        .await;
    assert_eq!(named.json()["project"]["name"], "Spring");
    let wrong = browser.post(&path(&made, "/duplicate"), &json!({ "name": " " })).await;
    assert_eq!(wrong.problem(422, "invalid"), ["name"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn projects_are_listed_by_page_and_found_by_their_words(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for name in ["One 100%", "Two", "Three"] {
        create(&mut browser, &with("name", json!(name))).await;
    }
    let first = browser.get(&format!("{PROJECTS}?limit=2")).await.json();
    let rest = format!("{PROJECTS}?limit=2&cursor={}", first["next_cursor"].as_str().unwrap());
    let second = browser.get(&rest).await;
    let mut all: Vec<String> = [first["items"].clone(), second.json()["items"].clone()]
        .iter()
        .flat_map(|items| items.as_array().unwrap().clone())
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect();
    all.sort();
    assert_eq!(all, ["One 100%", "Three", "Two"]);
    assert_eq!(second.json()["next_cursor"], Value::Null);

    for (q, expected) in [
        ("catalogue", vec![]),
        ("THREE", vec!["Three"]),
        ("wint%20fox%20two", vec!["Two"]),
        ("bob%20one", vec!["One 100%"]),
        ("100%25", vec!["One 100%"]),
        ("%25", vec!["One 100%"]),
        ("o_e", vec![]),
    ] {
        let found = browser.get(&format!("/api/search/projects?q={q}")).await;
        assert_eq!(names(&found), expected, "{q}");
    }
    for q in ["", "%20", &"x".repeat(201), &"x%20".repeat(21), "%00"] {
        let answer = browser.get(&format!("/api/search/projects?q={q}")).await;
        assert_eq!(answer.problem(422, "invalid"), ["q"], "{q}");
    }
}
