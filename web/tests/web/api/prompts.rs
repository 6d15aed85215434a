//! The prompt library over HTTP: kept, changed, found, filled in, shown to everybody.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Answer, Browser, TestApp};

const PROMPTS: &str = "/api/prompts";

fn body() -> Value {
    json!({
        "title": " Portrait in oil ",
        "prompt_text": "a portrait of {{ subject }}, {{ style|default('oil') }}",
        "negative_prompt": "blurry",
        "category": "Portraits",
        "tags": ["Oil", "oil", "face"],
    })
}

/// The body with one member set to another value.
fn with(name: &str, value: Value) -> Value {
    let mut body = body();
    body[name] = value;
    body
}

async fn create(browser: &mut Browser, body: &Value) -> Answer {
    let answer = browser.post(PROMPTS, body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer
}

fn path(answer: &Answer, rest: &str) -> String {
    format!("{PROMPTS}/{}{rest}", answer.json()["prompt"]["id"].as_str().unwrap())
}

fn titles(answer: &Answer) -> Vec<String> {
    let items = answer.json()["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_prompt_is_kept_listed_changed_and_removed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser, &body()).await;
    assert_eq!(made.header("location"), path(&made, ""));
    let prompt = made.json()["prompt"].clone();
    assert_eq!(
        (&prompt["title"], &prompt["tags"]),
        (&json!("Portrait in oil"), &json!(["oil", "face"]))
    );
    let variables = json!([{ "name": "style", "is_optional": true }, { "name": "subject", "is_optional": false }]);
    assert_eq!(prompt["variables"], variables);
    let found = browser.get(&path(&made, "")).await;
    assert_eq!(
        (found.json()["prompt"].clone(), found.header("etag")),
        (prompt.clone(), made.header("etag"))
    );
    assert_eq!(browser.get(PROMPTS).await.json()["items"], json!([prompt]));

    let changed = json!({ "title": "Ink", "prompt_text": "a fox in ink" });
    browser
        .put(&path(&made, ""), &changed)
        .await
        .problem(428, "version_missing");
    let version = made.header("etag").to_owned();
    let mut holder = browser.header("if-match", &version);
    let answer = holder.put(&path(&made, ""), &changed).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let prompt = answer.json()["prompt"].clone();
    assert_eq!(
        (&prompt["title"], &prompt["negative_prompt"], &prompt["variables"]),
        (&json!("Ink"), &Value::Null, &json!([]))
    );
    assert_ne!(answer.header("etag"), version);
    holder.put(&path(&made, ""), &changed).await.problem(412, "outdated");

    assert_eq!(browser.delete(&path(&made, "")).await.status, 204);
    browser.get(&path(&made, "")).await.problem(404, "not_found");
    browser.delete(&path(&made, "")).await.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_wrong_field_of_a_prompt_is_named(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let wrong = [
        (with("title", json!("")), vec!["title"]),
        (with("prompt_text", json!(" ")), vec!["prompt_text"]),
        (with("prompt_text", json!("x".repeat(50_001))), vec!["prompt_text"]),
        (with("prompt_text", json!("a {{ subject")), vec!["prompt_text"]),
        (
            with("prompt_text", json!("{% include 'secrets' %}")),
            vec!["prompt_text"],
        ),
        (with("negative_prompt", json!("{{ }}")), vec!["negative_prompt"]),
        (with("category", json!("a\nb")), vec!["category"]),
        (with("tags", json!(["a,b"])), vec!["tags"]),
        (with("usage_count", json!(7)), vec!["usage_count"]),
        (
            json!({ "title": "x".repeat(201), "prompt_text": "a\u{0}" }),
            vec!["title", "prompt_text"],
        ),
    ];
    for (body, fields) in wrong {
        let answer = browser.post(PROMPTS, &body).await;
        assert_eq!(answer.problem(422, "invalid"), fields, "{body}");
    }
    assert_eq!(titles(&browser.get(PROMPTS).await), [""; 0]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_reaches_the_prompts_of_others(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser, &with("is_public", json!(true))).await;
    let mut stranger = studio
        .signed_in("bob@example.org")
        .await
        .header("if-match", made.header("etag"));
    // Public or not: its own address is its owner's.
    stranger.get(&path(&made, "")).await.problem(404, "not_found");
    stranger.put(&path(&made, ""), &body()).await.problem(404, "not_found");
    stranger.delete(&path(&made, "")).await.problem(404, "not_found");
    stranger
        .post(&path(&made, "/favorite"), &json!({}))
        .await
        .problem(404, "not_found");
    stranger
        .delete(&path(&made, "/favorite"))
        .await
        .problem(404, "not_found");
    stranger
        .post(&path(&made, "/use"), &json!({}))
        .await
        .problem(404, "not_found");
    assert_eq!(titles(&stranger.get(PROMPTS).await), [""; 0]);
    assert_eq!(titles(&stranger.get("/api/search/prompts?q=oil").await), [""; 0]);
    studio
        .browser()
        .get("/api/prompts/public")
        .await
        .problem(401, "unauthenticated");
    assert_eq!(browser.get(&path(&made, "")).await.json(), made.json());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn prompts_are_marked_and_found(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser, &body()).await;
    let other = json!({ "title": "Fox", "prompt_text": "100% fox_y", "category": "Animals", "tags": ["ÄRGER"] });
    create(&mut browser, &other).await;
    let marked = browser.post(&path(&made, "/favorite"), &json!({})).await;
    assert_eq!(
        (marked.status, &marked.json()["prompt"]["is_favorite"]),
        (200, &json!(true))
    );
    let again = browser.post(&path(&made, "/favorite"), &json!({})).await;
    assert_eq!(
        (again.json(), again.header("etag")),
        (marked.json(), marked.header("etag"))
    );
    for (query, expected) in [
        ("?favorites=true", vec!["Portrait in oil"]),
        ("?category=Animals", vec!["Fox"]),
        ("?category=animals", vec![]),
        ("?tag=OIL", vec!["Portrait in oil"]),
        ("?tag=%C3%A4rger", vec!["Fox"]),
        ("?tag=oi", vec![]),
    ] {
        assert_eq!(
            titles(&browser.get(&format!("{PROMPTS}{query}")).await),
            expected,
            "{query}"
        );
    }
    for (q, expected) in [
        ("SUBJECT%20blurry", vec!["Portrait in oil"]),
        ("100%25", vec!["Fox"]),
        ("x_y", vec!["Fox"]),
        ("f_x", vec![]),
    ] {
        let found = browser.get(&format!("/api/search/prompts?q={q}")).await;
        assert_eq!(titles(&found), expected, "{q}");
    }
    let page = browser.get(&format!("{PROMPTS}?limit=1")).await.json();
    let rest = format!("{PROMPTS}?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
    let rest = browser.get(&rest).await.json();
    assert_ne!(page["items"][0]["id"], rest["items"][0]["id"]);
    let answer = browser.get("/api/search/prompts").await;
    assert_eq!(answer.problem(422, "invalid"), ["q"]);
    let answer = browser.get(&format!("{PROMPTS}?favorites=maybe")).await;
    assert_eq!(answer.problem(422, "invalid"), ["favorites"]);
    let categories = browser.get("/api/prompts/categories").await.json()["items"].clone();
    let expected =
        json!([{ "category": "Animals", "prompt_count": 1 }, { "category": "Portraits", "prompt_count": 1 }]);
    assert_eq!(categories, expected);
    for _ in 0..2 {
        let answer = browser.delete(&path(&made, "/favorite")).await;
        assert_eq!(answer.json()["prompt"]["is_favorite"], false);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_prompt_is_filled_in_and_counted(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser, &with("negative_prompt", json!("no {{ subject }}"))).await;
    let fill = path(&made, "/use");
    let answer = browser
        .post(&fill, &json!({ "variables": { "subject": "a fox {{ style }}" } }))
        .await;
    let expected =
        json!({ "prompt": "a portrait of a fox {{ style }}, oil", "negative_prompt": "no a fox {{ style }}" });
    assert_eq!((answer.status, answer.json()), (200, expected));
    for (variables, fields) in [
        (json!({}), vec!["variables.subject"]),
        (json!({ "subject": " " }), vec!["variables.subject"]),
        (json!({ "subject": "x", "colour": "red" }), vec!["variables.colour"]),
        (json!({ "subject": "x".repeat(2001) }), vec!["variables.subject"]),
    ] {
        let answer = browser.post(&fill, &json!({ "variables": variables })).await;
        assert_eq!(answer.problem(422, "invalid"), fields, "{variables}");
    }
    // A use changes nothing that somebody might be editing.
    let found = browser.get(&path(&made, "")).await;
    assert_eq!(
        (&found.json()["prompt"]["usage_count"], found.header("etag")),
        (&json!(1), made.header("etag"))
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_public_is_seen_and_copied_by_everybody(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let mut bob = studio.signed_in("bob@example.org").await;
    let private = create(&mut ada, &with("title", json!("Secret"))).await;
    let made = create(&mut ada, &with("is_public", json!(true))).await;
    let list = bob.get("/api/prompts/public").await;
    assert_eq!(titles(&list), ["Portrait in oil"]);
    let shown = list.json()["items"][0].clone();
    assert_eq!(
        (&shown["author_name"], &shown["is_own"]),
        (&json!("Ada"), &json!(false))
    );
    assert!(
        shown.get("usage_count").is_none() && shown.get("user_id").is_none(),
        "{shown}"
    );
    assert_eq!(ada.get("/api/prompts/public").await.json()["items"][0]["is_own"], true);
    assert_eq!(titles(&bob.get("/api/prompts/public?q=secret").await), [""; 0]);
    assert_eq!(titles(&bob.get("/api/prompts/public?q=oil").await), ["Portrait in oil"]);

    let copy_of = |answer: &Answer| {
        format!(
            "/api/prompts/public/{}/copy",
            answer.json()["prompt"]["id"].as_str().unwrap()
        )
    };
    bob.post(&copy_of(&private), &json!({})).await.problem(404, "not_found");
    let copied = bob.post(&copy_of(&made), &json!({})).await;
    assert_eq!(copied.status, 201, "{copied:?}");
    let copy = copied.json()["prompt"].clone();
    assert_eq!((&copy["is_public"], &copy["usage_count"]), (&json!(false), &json!(0)));
    assert_eq!(copy["prompt_text"], body()["prompt_text"]);

    // Taken back, it is gone from the list; the copy stays.
    let mut holder = ada.header("if-match", made.header("etag"));
    assert_eq!(holder.put(&path(&made, ""), &body()).await.status, 200);
    assert_eq!(titles(&bob.get("/api/prompts/public").await), [""; 0]);
    bob.post(&copy_of(&made), &json!({})).await.problem(404, "not_found");
    assert_eq!(titles(&bob.get(PROMPTS).await), ["Portrait in oil"]);
}
