//! From an account to a file on disk.

use reqwest::Method;
use reqwest::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, ETAG, IF_NONE_MATCH, RANGE};
use sqlx::PgPool;

use crate::support::{Running, readable};

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn one_registers_generates_looks_and_downloads(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let job = visitor
        .ended(&visitor.generate("a lighthouse in a storm", 3).await)
        .await;
    assert_eq!(
        (job["status"].as_str(), job["images"].as_array().unwrap().len()),
        (Some("completed"), 3),
        "{job:#}"
    );
    assert_eq!(studio.sim.ledger().len(), 1, "asked once");

    let listed = visitor.json("/api/images?limit=2").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let rest = visitor
        .json(&format!(
            "/api/images?limit=2&cursor={}",
            listed["next_cursor"].as_str().unwrap()
        ))
        .await;
    assert_eq!(
        (rest["items"].as_array().unwrap().len(), rest["next_cursor"].is_null()),
        (1, true)
    );

    let id = listed["items"][1]["id"].as_str().unwrap();
    let image = visitor.json(&format!("/api/images/{id}")).await;
    assert_eq!(
        (&image["prompt"], &image["width"]),
        (&"a lighthouse in a storm".into(), &512.into()),
        "{image:#}"
    );
    let metadata = visitor.json(&format!("/api/images/{id}/metadata")).await;
    assert_eq!(metadata["seed"], job["seed"]);

    let page = visitor.get(&format!("/images/{id}")).await.text().await.unwrap();
    assert!(
        page.contains("a lighthouse in a storm") && page.contains("rel=\"next\"") && page.contains("rel=\"prev\""),
        "{page}"
    );
    let gallery = visitor.get("/gallery").await.text().await.unwrap();
    assert_eq!(readable(&gallery).matches("/256.webp").count(), 3, "{gallery}");
    let again = visitor.get(&format!("/generate?from={id}")).await.text().await.unwrap();
    assert!(
        again.contains("a lighthouse in a storm") && again.contains(job["seed"].as_str().unwrap()),
        "{again}"
    );
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn files_are_cached_resumed_and_private(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let job = visitor.ended(&visitor.generate("a fox", 1).await).await;
    let image = job["images"][0].clone();
    let thumbnail = image["thumbnails"]["256"]["avif"].as_str().unwrap();

    let answer = visitor.get(thumbnail).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"image/avif".parse().unwrap())
    );
    assert!(answer.headers()[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    let etag = answer.headers()[ETAG].clone();
    let known = visitor
        .ask(Method::GET, thumbnail)
        .header(IF_NONE_MATCH, etag)
        .send()
        .await
        .unwrap();
    assert_eq!(known.status(), 304);

    let file = image["file_url"].as_str().unwrap();
    let whole = visitor.get(file).await;
    assert_eq!(whole.headers()[ACCEPT_RANGES], "bytes");
    let disposition = whole.headers()[CONTENT_DISPOSITION].to_str().unwrap().to_owned();
    assert!(
        disposition.starts_with("attachment; filename=\"a-fox-"),
        "{disposition}"
    );
    let whole = whole.bytes().await.unwrap();
    assert_eq!(
        u64::try_from(whole.len()).unwrap(),
        image["file_size"].as_u64().unwrap()
    );

    let part = visitor
        .ask(Method::GET, file)
        .header(RANGE, "bytes=100-199")
        .send()
        .await
        .unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()[CONTENT_RANGE], format!("bytes 100-199/{}", whole.len()));
    assert_eq!(part.bytes().await.unwrap(), whole[100..200]);
    let beyond = visitor
        .ask(Method::GET, file)
        .header(RANGE, "bytes=99999999-")
        .send()
        .await
        .unwrap();
    assert_eq!(beyond.status(), 416);
    assert_eq!(beyond.headers()[CONTENT_RANGE], format!("bytes */{}", whole.len()));

    let stranger = studio.signed_in("bob@example.org").await;
    let id = image["id"].as_str().unwrap();
    for path in [thumbnail, file, &format!("/api/images/{id}"), &format!("/images/{id}")] {
        assert_eq!(stranger.get(path).await.status(), 404, "{path}");
    }
    studio.stop().await;
}
