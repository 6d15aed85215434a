//! The rooms in which a picture is repainted, as a browser without scripts uses them.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Running, Visitor, readable};

/// A new picture of 512 by 512 pixels; gives its id.
async fn picture(visitor: &Visitor) -> String {
    let job = visitor.ended(&visitor.generate("an ocean", 1).await).await;
    job["images"][0]["id"].as_str().unwrap().to_owned()
}

/// Sends a page's form; gives status and page.
async fn send(visitor: &Visitor, path: &str, pairs: &[(&str, &str)]) -> (u16, String) {
    let answer = visitor.ask(Method::POST, path).form(pairs).send().await.unwrap();
    (answer.status().as_u16(), readable(&answer.text().await.unwrap()))
}

async fn page(visitor: &Visitor, path: &str) -> String {
    readable(&visitor.get(path).await.text().await.unwrap())
}

async fn newest_job(visitor: &Visitor) -> Value {
    let queue = visitor.json("/api/generate/queue").await;
    visitor.ended(queue["items"][0]["id"].as_str().unwrap()).await
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_rectangle_is_repainted_and_a_refused_form_keeps_what_was_typed(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let id = picture(&visitor).await;
    let path = format!("/images/{id}/inpaint");
    let page = page(&visitor, &path).await;
    for shown in [
        "fal-ai/flux-pro/v1/fill",
        "name=\"mask_area.left\"",
        "fast-sdxl/inpainting",
    ] {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }

    let typed = [("prompt", "a red boat"), ("model_id", "fal-ai/flux-pro/v1/fill")];
    let (status, page) = send(&visitor, &path, &typed).await;
    assert_eq!(status, 422);
    assert!(
        page.contains("Nothing is marked") && page.contains("a red boat"),
        "{page}"
    );
    for (left, complaint) in [
        ("many", "This is not a whole number"),
        ("512", "the picture ends there"),
    ] {
        let area = [
            ("mask_area.left", left),
            ("mask_area.width", "64"),
            ("mask_area.height", "64"),
        ];
        let (status, page) = send(&visitor, &path, &[&typed[..], &area[..]].concat()).await;
        assert_eq!(status, 422);
        assert!(page.contains(complaint), "{page}");
        assert!(
            page.contains(&format!("value=\"{left}\"")) && page.contains("mask-area-left-error"),
            "{page}"
        );
    }
    let area = [("mask_area.width", "64"), ("mask_area.height", "64")];
    let (status, _) = send(&visitor, &path, &[&typed[..], &area[..]].concat()).await;
    assert_eq!(status, 200, "it leads to the queue");
    let job = newest_job(&visitor).await;
    assert_eq!(
        (&job["status"], &job["num_images"]),
        (&json!("completed"), &json!(1)),
        "{job:#}"
    );

    let refused = Form::new()
        .text("prompt", "a red boat")
        .text("model_id", "fal-ai/flux-pro/v1/fill")
        .part("mask", Part::bytes(b"no picture".to_vec()).file_name("mask.png"));
    let answer = visitor
        .ask(Method::POST, &path)
        .multipart(refused)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 422);
    assert!(answer.text().await.unwrap().contains("the mask cannot be used"));

    let stranger = studio.signed_in("bob@example.org").await;
    for foreign in [
        path.clone(),
        format!("{path}/estimate"),
        format!("/images/{id}/outpaint"),
    ] {
        assert_eq!(stranger.get(&foreign).await.status(), 404, "{foreign}");
    }
    assert_eq!(send(&stranger, &path, &[&typed[..], &area[..]].concat()).await.0, 404);
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_picture_grows_to_a_shape_and_its_price_with_it(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let id = picture(&visitor).await;
    let path = format!("/images/{id}/outpaint");
    let page = page(&visitor, &path).await;
    assert!(
        page.contains("an ocean") && page.contains("512 × 512 px become 768 × 512 px"),
        "{page}"
    );

    let estimate = async |query: &str| self::page(&visitor, &format!("{path}/estimate?prompt=x&{query}")).await;
    let part = estimate("aspect_ratio=16:9").await;
    assert!(
        part.contains("hx-target=\"#canvas\"") && part.contains("911 × 512 px"),
        "{part}"
    );
    for blocked in ["aspect_ratio=1:1", "aspect_ratio=x", "left=-1", "left=0"] {
        assert!(estimate(blocked).await.contains("id=\"blockers\""), "{blocked}");
    }

    let (status, page) = send(&visitor, &path, &[("prompt", "more sea"), ("aspect_ratio", "1:1")]).await;
    assert_eq!(status, 422);
    assert!(
        page.contains("aspect_ratio-error") && page.contains("more sea"),
        "{page}"
    );
    let (status, _) = send(&visitor, &path, &[("prompt", "more sea"), ("aspect_ratio", "4:3")]).await;
    assert_eq!(status, 200, "it leads to the queue");
    let job = newest_job(&visitor).await;
    assert_eq!(
        (&job["images"][0]["width"], &job["images"][0]["height"]),
        (&json!(683), &json!(512)),
        "{job:#}"
    );
    studio.stop().await;
}
