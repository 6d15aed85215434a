//! Lists of pictures: limited, sorted, searched.

use serde_json::Value;
use sqlx::PgPool;

use super::{picture, user_id};
use crate::support::{Browser, TestApp};

async fn prompts(browser: &mut Browser, path: &str) -> Vec<String> {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let page = answer.json();
    let prompt = |image: &Value| image["prompt"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(prompt).collect()
}

/// Pictures that differ in all that lists can be limited to.
async fn studio(db: PgPool) -> (TestApp, Browser) {
    let studio = TestApp::new(db).await;
    let browser = studio.signed_in("ada@example.org").await;
    let user = user_id(&studio, "ada@example.org").await;
    for prompt in ["a red fox", "a lighthouse", "a foxglove"] {
        picture(&studio, user, prompt).await;
    }
    studio.signed_in("eve@example.org").await;
    picture(&studio, user_id(&studio, "eve@example.org").await, "Eve's fox").await;
    sqlx::raw_sql(
        "UPDATE images SET created_at = '2026-11-01', rating = 2, tags = '{sea}', name = 'Zebra' WHERE prompt = 'a lighthouse';
        UPDATE images SET created_at = '2026-11-02T23:59:59Z', rating = 5, is_favorite = true, tags = '{sea,red}' WHERE prompt = 'a red fox';
        UPDATE images SET created_at = '2026-11-03', width = 4096, height = 4096, model_id = 'another/model' WHERE prompt = 'a foxglove'",
    )
    .execute(&studio.app.db)
    .await
    .unwrap();
    (studio, browser)
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn parameters_limit_and_sort_together(db: PgPool) {
    let (_studio, mut ada) = studio(db).await;
    for (query, expected) in [
        ("", &["a foxglove", "a red fox", "a lighthouse"][..]),
        ("?order=asc", &["a lighthouse", "a red fox", "a foxglove"]),
        ("?sort=name", &["a foxglove", "a red fox", "a lighthouse"]),
        ("?sort=rating", &["a red fox", "a lighthouse", "a foxglove"]),
        (
            "?sort=model&order=asc&tag=sea&sort=model",
            &["a red fox", "a lighthouse"],
        ),
        ("?q=fox", &["a foxglove", "a red fox"]),
        ("?q=fox+red", &["a red fox"]),
        ("?q=zeb", &["a lighthouse"]),
        ("?from=2026-11-02&to=2026-11-02", &["a red fox"]),
        ("?to=2026-11-01", &["a lighthouse"]),
        ("?tag=sea&tag=Red", &["a red fox"]),
        ("?rating=2&sort=rating&order=asc", &["a lighthouse", "a red fox"]),
        ("?favorites=true", &["a red fox"]),
        ("?aspect=square", &["a foxglove"]),
        ("?aspect=4:3", &["a red fox", "a lighthouse"]),
        ("?resolution=large", &["a foxglove"]),
        ("?model_id=another/model", &["a foxglove"]),
        (
            "?q=fox&resolution=small&rating=5&tag=red&favorites=true&from=2026-11-02",
            &["a red fox"],
        ),
        ("?q=nothing", &[]),
    ] {
        let mut found = prompts(&mut ada, &format!("/api/images{query}")).await;
        if query.contains("model&order") {
            found.sort_by(|a, b| b.cmp(a)); // Equal models follow in the order of their random ids.
        }
        assert_eq!(found, expected, "{query}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pages_of_every_sort_go_on_while_pictures_arrive(db: PgPool) {
    let (studio, mut ada) = studio(db).await;
    let user = user_id(&studio, "ada@example.org").await;
    for sort in ["date", "name", "rating", "model"] {
        let before = prompts(&mut ada, &format!("/api/images?sort={sort}&order=desc")).await;
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/images?sort={sort}&order=desc&limit=1&cursor={cursor}");
            let page = ada.get(&path).await.json();
            seen.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|image| image["prompt"].as_str().unwrap().to_owned()),
            );
            if seen.len() == 1 {
                // Comes first by date, by name and by rating; and does not push anything into the next page.
                let id = picture(&studio, user, "zz new").await;
                sqlx::query("UPDATE images SET created_at = '2030-01-01', rating = 5, model_id = 'z' WHERE id = $1")
                    .bind(id)
                    .execute(&studio.app.db)
                    .await
                    .unwrap();
            }
            match page["next_cursor"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(seen, before, "{sort}");
        sqlx::query("DELETE FROM images WHERE prompt = 'zz new'")
            .execute(&studio.app.db)
            .await
            .unwrap();
    }
    let cursor = ada.get("/api/images?sort=name&limit=1").await.json()["next_cursor"]
        .as_str()
        .unwrap()
        .to_owned();
    let answer = ada.get(&format!("/api/images?sort=rating&cursor={cursor}")).await;
    assert_eq!(answer.problem(422, "invalid"), ["cursor"], "it belongs to another list");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_search_finds_beginnings_of_words_and_only_ones_own(db: PgPool) {
    let (_studio, mut ada) = studio(db).await;
    let mut found = prompts(&mut ada, "/api/search/images?q=FOX").await;
    found.sort();
    assert_eq!(found, ["a foxglove", "a red fox"]);
    assert_eq!(prompts(&mut ada, "/api/search/images?q=sea").await.len(), 2, "tags");
    let first = ada.get("/api/search/images?q=a&limit=2").await.json();
    let next = first["next_cursor"].as_str().unwrap();
    assert_eq!(
        prompts(&mut ada, &format!("/api/search/images?q=a&limit=2&cursor={next}"))
            .await
            .len(),
        1
    );
    for (query, field) in [
        ("", "q"),
        ("?q=%20-%20", "q"),
        ("?q=a&cursor=x", "cursor"),
        ("?q=a&limit=0", "limit"),
    ] {
        let answer = ada.get(&format!("/api/search/images{query}")).await;
        assert_eq!(answer.problem(422, "invalid"), [field], "{query}");
    }
    let long = "x".repeat(1001);
    assert_eq!(
        ada.get(&format!("/api/search/images?q={long}"))
            .await
            .problem(422, "invalid"),
        ["q"]
    );
}
