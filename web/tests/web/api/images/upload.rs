use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Running, Visitor};

fn photograph() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_fn(320, 200, |x, y| Rgb([x as u8, y as u8, 90]))
        .write_to(&mut file, ImageFormat::Jpeg)
        .unwrap();
    file.into_inner()
}

async fn upload(visitor: &Visitor, field: &'static str, bytes: Vec<u8>) -> (u16, String, Value) {
    let form = Form::new().part(field, Part::bytes(bytes).file_name("My harbour.jpg"));
    let answer = visitor
        .ask(Method::POST, "/api/images")
        .multipart(form)
        .send()
        .await
        .unwrap();
    let location = answer
        .headers()
        .get("location")
        .map(|value| value.to_str().unwrap().to_owned());
    (
        answer.status().as_u16(),
        location.unwrap_or_default(),
        answer.json().await.unwrap(),
    )
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_own_picture_is_stored_and_guides_another_one(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let (status, location, image) = upload(&visitor, "file", photograph()).await;
    assert_eq!(status, 201, "{image:#}");
    let id = image["id"].as_str().unwrap();
    assert_eq!(location, format!("/api/images/{id}"));
    let stored = visitor.json(&location).await;
    for (field, expected) in [
        ("name", json!("My harbour")),
        ("model_id", json!("upload")),
        ("width", json!(320)),
        ("height", json!(200)),
        ("job_id", Value::Null),
    ] {
        assert_eq!(stored[field], expected, "{field} in {stored:#}");
    }
    for path in [
        stored["file_url"].as_str().unwrap(),
        stored["thumbnail_url"].as_str().unwrap(),
    ] {
        assert_eq!(visitor.get(path).await.status(), 200, "{path}");
    }
    assert_eq!(visitor.json("/api/images?q=harb").await["items"][0]["id"], image["id"]);

    let guided = [
        ("model_id", "fal-ai/flux-general"),
        ("prompt", "a boat"),
        ("num_images", "1"),
        ("control_image_id", id),
    ];
    let answer = visitor
        .ask(Method::POST, "/generate")
        .form(&guided)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200, "it leads back to the form");
    let queue = visitor.json("/api/generate/queue").await;
    let job = visitor.ended(queue["items"][0]["id"].as_str().unwrap()).await;
    assert_eq!(job["status"], "completed", "{job:#}");

    let stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&location).await.status(), 404);
    let answer = stranger
        .ask(Method::POST, "/generate")
        .form(&guided)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 422);
    assert!(answer.text().await.unwrap().contains("control_image_id-error"));
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_no_picture_is_refused_and_nothing_is_stored(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    for (field, bytes) in [
        ("file", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
        ("file", Vec::new()),
        ("file", photograph()[..200].to_vec()),
        ("picture", photograph()),
    ] {
        let (status, _, problem) = upload(&visitor, field, bytes).await;
        assert_eq!(
            (status, &problem["errors"][0]["field"]),
            (422, &json!(field)),
            "{problem:#}"
        );
    }
    assert_eq!(visitor.json("/api/images").await["items"], json!([]));
    studio.stop().await;
}
