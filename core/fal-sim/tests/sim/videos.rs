//! Video models: repeatable, of the asked content, and starting from a picture where there is one.

use base64::Engine as _;
use bytes::Bytes;
use image::RgbImage;
use serde_json::{Value, json};
use studio_media::{IngestedVideo, VideoLimits, ingest_video};

use crate::support::Sim;

const ENDPOINT: &str = "fal-ai/ltx-video";

async fn film(sim: &Sim, endpoint: &str, input: &Value) -> Bytes {
    let result = sim.post(&format!("/run/{endpoint}"), input).await;
    assert_eq!(result.status, 200, "{:?}", result.body);
    let video = &result.body["video"];
    assert_eq!(
        (&video["content_type"], &result.body["seed"]),
        (&json!("video/mp4"), &input["seed"])
    );
    let file = sim.client.get(video["url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "video/mp4");
    let bytes = file.bytes().await.unwrap();
    assert_eq!(video["file_size"], bytes.len());
    bytes
}

fn measured(file: &[u8]) -> IngestedVideo {
    ingest_video(file, &VideoLimits::default()).unwrap()
}

#[tokio::test]
async fn words_become_a_short_video_that_repeats() {
    let sim = Sim::start().await;
    let asked = json!({"prompt": "a lake at dusk", "seed": 7});
    let first = film(&sim, ENDPOINT, &asked).await;
    let video = measured(&first);
    assert_eq!((video.width, video.height), (768, 512));
    assert_eq!((video.duration_ms, video.frames), (2000, 48));
    assert!(first.len() < 4_000_000, "{} bytes", first.len());
    assert_eq!(film(&sim, ENDPOINT, &asked).await, first);
    let other = film(&sim, ENDPOINT, &json!({"prompt": "a lake at dusk", "seed": 8})).await;
    assert_ne!(other, first);
}

#[tokio::test]
async fn a_picture_is_what_is_filmed() {
    let sim = Sim::start().await;
    // Tall, red above and blue below.
    let picture = RgbImage::from_fn(64, 96, |_, y| {
        image::Rgb(if y < 48 { [220, 20, 20] } else { [20, 20, 220] })
    });
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let encoded = base64::engine::general_purpose::STANDARD.encode(png.into_inner());
    let asked = json!({"prompt": "waves", "seed": 1, "image_url": format!("data:image/png;base64,{encoded}")});
    let video = measured(&film(&sim, "fal-ai/ltx-video/image-to-video", &asked).await);
    assert_eq!((video.width, video.height), (512, 768));
    let poster = image::load_from_memory(&video.thumbnails.last().unwrap().webp)
        .unwrap()
        .to_rgb8();
    let (above, below) = (poster.get_pixel(256, 60).0, poster.get_pixel(256, 700).0);
    assert!(above[0] > 180 && above[2] < 70, "{above:?}");
    assert!(below[2] > 180 && below[0] < 70, "{below:?}");
}

#[tokio::test]
async fn without_a_picture_there_is_nothing_to_film() {
    let sim = Sim::start().await;
    let refused = sim
        .post("/run/fal-ai/ltx-video/image-to-video", &json!({"prompt": "waves"}))
        .await;
    assert_eq!(refused.status, 422, "{:?}", refused.body);
    assert_eq!(refused.body["detail"][0]["loc"], json!(["body", "image_url"]));
}
