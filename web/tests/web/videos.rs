//! A video from the form to the player: asked for, stored, served in parts, shown.

use reqwest::Method;
use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE, RANGE};
use serde_json::json;
use sqlx::PgPool;

use crate::support::{Running, readable};

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_video_is_asked_for_served_in_parts_and_shown(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let body = json!({ "model_id": "fal-ai/ltx-video", "prompt": "a lake at dusk", "seed": 7 });
    let answer = visitor
        .ask(Method::POST, "/api/generate/video")
        .json(&body)
        .send()
        .await
        .unwrap();
    let (status, body) = (answer.status(), answer.json::<serde_json::Value>().await.unwrap());
    assert_eq!(status, 202, "{body:#}");
    let job = visitor.ended(body["job"]["id"].as_str().unwrap()).await;
    let image = &job["images"][0];
    assert_eq!(image["format"], "mp4", "{job:#}");
    assert_eq!(image["video"], json!({ "duration_ms": 2000, "frames": 48 }));

    let url = image["file_url"].as_str().unwrap();
    let request = visitor
        .ask(Method::GET, url)
        .header(RANGE, "bytes=4-7")
        .header("accept-encoding", "gzip");
    let part = request.send().await.unwrap();
    assert_eq!(
        (part.status().as_u16(), &part.headers()[CONTENT_TYPE]),
        (206, &"video/mp4".parse().unwrap())
    );
    let expected = format!("bytes 4-7/{}", image["file_size"]);
    assert_eq!(part.headers()[CONTENT_RANGE], expected.as_str());
    assert_eq!(part.bytes().await.unwrap(), &b"ftyp"[..]);
    let poster = visitor.get(image["thumbnail_url"].as_str().unwrap()).await;
    assert_eq!(poster.headers()[CONTENT_TYPE], "image/webp");

    let page = format!("/images/{}", image["id"].as_str().unwrap());
    let html = readable(&visitor.get(&page).await.text().await.unwrap());
    assert!(
        html.contains(&format!("src=\"{url}\"")) && html.contains("preload=\"none\""),
        "{html}"
    );
    assert!(html.contains("48 frames") && html.contains("MP4"), "{html}");
    assert!(
        !html.contains("Start from this image") && !html.contains("Upscale"),
        "{html}"
    );
    let gallery = readable(&visitor.get("/gallery").await.text().await.unwrap());
    assert!(gallery.contains("tile__video"), "{gallery}");

    let upscale = visitor
        .ask(Method::POST, &format!("{page}/upscale"))
        .form(&[("factor", "2")]);
    let refused = upscale.send().await.unwrap();
    assert_eq!(refused.status(), 422);
    let html = readable(&refused.text().await.unwrap());
    assert!(html.contains("this is a video; choose a picture"), "{html}");
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_form_offers_videos_from_words_and_from_a_picture(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let job = visitor.ended(&visitor.generate("a harbour", 1).await).await;
    let picture = job["images"][0]["id"].as_str().unwrap();
    let form = async |query: &str| {
        let path = format!("/generate?model=fal-ai/ltx-video{query}");
        readable(&visitor.get(&path).await.text().await.unwrap())
    };
    let from_words = form("").await;
    assert!(
        from_words.contains("Generate a video") && from_words.contains("20 credits per video"),
        "{from_words}"
    );
    assert!(from_words.contains("Made from your words alone"), "{from_words}");
    let from_picture = form(&format!("&source={picture}")).await;
    assert!(
        from_picture.contains("The video begins with this picture"),
        "{from_picture}"
    );
    studio.stop().await;
}
