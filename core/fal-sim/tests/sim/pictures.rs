//! What models draw: repeatable, different where it should be, in the asked size and format, from the given input.

use base64::Engine as _;
use bytes::Bytes;
use image::{DynamicImage, RgbImage};
use serde_json::{Value, json};

use crate::support::Sim;

pub(crate) async fn draw(sim: &Sim, endpoint: &str, input: &Value) -> Vec<Bytes> {
    let result = sim.post(&format!("/run/{endpoint}"), input).await;
    assert_eq!(result.status, 200, "{:?}", result.body);
    let mut files = Vec::new();
    for image in result.body["images"].as_array().unwrap() {
        let file = sim.client.get(image["url"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(file.headers()["content-type"], image["content_type"].as_str().unwrap());
        files.push(file.bytes().await.unwrap());
    }
    files
}

pub(crate) fn input(prompt: &str, seed: u64) -> Value {
    json!({ "prompt": prompt, "seed": seed, "image_size": { "width": 160, "height": 120 } })
}

#[tokio::test]
async fn the_same_subject_gives_the_same_bytes_everywhere() {
    let (one, other) = (Sim::start().await, Sim::start_with(|config| config.seed = 99).await);
    let dev = "fal-ai/flux/dev";
    let first = draw(&one, dev, &input("a lake", 1)).await;
    assert_eq!(first, draw(&one, dev, &input("a lake", 1)).await);
    assert_eq!(first, draw(&other, dev, &input("a lake", 1)).await);
    assert_ne!(first, draw(&one, dev, &input("a lake", 2)).await);
    assert_ne!(first, draw(&one, dev, &input("a fox", 1)).await);
    assert_ne!(first, draw(&one, "fal-ai/fast-sdxl", &input("a lake", 1)).await);
}

#[tokio::test]
async fn several_pictures_of_one_request_differ() {
    let sim = Sim::start().await;
    let mut four = input("a lake", 1);
    four["num_images"] = json!(4);
    let files = draw(&sim, "fal-ai/flux/dev", &four).await;
    assert_eq!(files.len(), 4);
    for (at, file) in files.iter().enumerate() {
        assert!(!files[at + 1..].contains(file));
    }
}

#[tokio::test]
async fn formats_and_named_sizes_are_honoured() {
    let sim = Sim::start().await;
    for (endpoint, field) in [("fal-ai/flux/dev", "output_format"), ("fal-ai/fast-sdxl", "format")] {
        let mut asked = json!({ "prompt": "x", "image_size": "portrait_16_9" });
        asked[field] = json!("png");
        let file = draw(&sim, endpoint, &asked).await.remove(0);
        assert_eq!(
            image::guess_format(&file).unwrap(),
            image::ImageFormat::Png,
            "{endpoint}"
        );
        let picture = image::load_from_memory(&file).unwrap();
        assert_eq!((picture.width(), picture.height()), (576, 1024));
    }
}

#[tokio::test]
async fn every_kind_of_scene_is_a_real_picture_at_every_shape() {
    let sim = Sim::start().await;
    let prompts = [
        "mountain",
        "ocean",
        "forest",
        "desert",
        "silk",
        "wind",
        "neon city",
        "bauhaus",
        "planet",
        "",
    ];
    for (at, prompt) in prompts.into_iter().enumerate() {
        for (width, height) in [(200, 60), (60, 200), (1, 1), (97, 101)] {
            let asked = json!({ "prompt": prompt, "seed": at, "image_size": { "width": width, "height": height } });
            let file = draw(&sim, "fal-ai/flux/schnell", &asked).await.remove(0);
            let picture = image::load_from_memory(&file).unwrap().to_luma8();
            assert_eq!(picture.dimensions(), (width, height));
            let levels: std::collections::HashSet<u8> = picture.pixels().map(|pixel| pixel.0[0] / 8).collect();
            assert!(width == 1 || levels.len() > 4, "{prompt} {width}x{height} is flat");
        }
    }
}

/// Left half dark, right half bright.
pub(crate) fn halves() -> RgbImage {
    RgbImage::from_fn(128, 96, |x, _| {
        if x < 64 {
            image::Rgb([20, 24, 60])
        } else {
            image::Rgb([240, 230, 200])
        }
    })
}

pub(crate) fn data_uri(picture: &RgbImage) -> String {
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::from(picture.clone())
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    format!(
        "data:image/png;base64,{}",
        base64::engine::general_purpose::STANDARD.encode(bytes.into_inner())
    )
}

async fn transform(sim: &Sim, url: &str, strength: f64) -> RgbImage {
    let asked = json!({ "prompt": "ocean", "image_url": url, "strength": strength, "seed": 3, "output_format": "png" });
    let file = draw(sim, "fal-ai/flux/dev/image-to-image", &asked).await.remove(0);
    image::load_from_memory(&file).unwrap().to_rgb8()
}

fn distance(a: &RgbImage, b: &RgbImage) -> f64 {
    let sum: u64 = a.iter().zip(b.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.len() as f64
}

pub(crate) fn brightness(picture: &RgbImage, columns: std::ops::Range<u32>) -> f64 {
    let width = columns.len() as f64;
    let sum: u64 = columns
        .flat_map(|x| (0..picture.height()).map(move |y| (x, y)))
        .map(|(x, y)| {
            picture
                .get_pixel(x, y)
                .0
                .iter()
                .map(|&level| u64::from(level))
                .sum::<u64>()
        })
        .sum();
    sum as f64 / (width * f64::from(picture.height()) * 3.0)
}

#[tokio::test]
async fn image_to_image_changes_more_with_more_strength_and_keeps_light_and_dark() {
    let sim = Sim::start().await;
    let source = halves();
    let uri = data_uri(&source);
    let (weak, middle, strong) = (
        transform(&sim, &uri, 0.05).await,
        transform(&sim, &uri, 0.5).await,
        transform(&sim, &uri, 1.0).await,
    );
    assert_eq!(weak.dimensions(), (128, 96));
    let distances = [&weak, &middle, &strong].map(|picture| distance(&source, picture));
    assert!(
        distances.is_sorted() && distances[0] < 12.0 && distances[2] > 30.0,
        "{distances:?}"
    );
    for picture in [&weak, &middle, &strong] {
        assert!(brightness(picture, 80..128) > brightness(picture, 0..48) + 20.0);
    }
}

#[tokio::test]
async fn input_pictures_come_from_anywhere_or_are_refused_by_name() {
    let sim = Sim::start().await;
    let made = sim.post("/run/fal-ai/flux/dev", &input("a lake", 1)).await;
    let own = made.body["images"][0]["url"].as_str().unwrap().to_owned();
    assert_eq!(transform(&sim, &own, 0.5).await.dimensions(), (160, 120));
    let other = Sim::start().await;
    assert_eq!(transform(&other, &own, 0.5).await.dimensions(), (160, 120));
    let missing = sim.url("/cdn/files/none/none.png");
    let text = format!(
        "data:image/png;base64,{}",
        base64::engine::general_purpose::STANDARD.encode("not a picture")
    );
    for (url, kind) in [
        (missing.as_str(), "file_download_error"),
        ("http://127.0.0.1:1/x.png", "file_download_error"),
        ("not a url", "file_download_error"),
        ("data:image/png;base64,%%%", "image_load_error"),
        (text.as_str(), "image_load_error"),
    ] {
        let asked = json!({ "prompt": "x", "image_url": url });
        let refused = sim.post("/run/fal-ai/flux/dev/image-to-image", &asked).await;
        assert_eq!(
            (refused.status, &refused.body["detail"][0]["type"]),
            (422, &json!(kind)),
            "{url}"
        );
        assert_eq!(refused.body["detail"][0]["loc"], json!(["body", "image_url"]));
    }
}

#[tokio::test]
async fn unwanted_prompts_are_black_or_refused_by_model() {
    let sim = Sim::start().await;
    let flagged = sim.post("/run/fal-ai/flux/dev", &input("nsfw thing", 1)).await;
    assert_eq!(
        (flagged.status, &flagged.body["has_nsfw_concepts"]),
        (200, &json!([true]))
    );
    let refused = sim.post("/run/fal-ai/flux-pro/v1.1", &input("nsfw thing", 1)).await;
    assert_eq!(
        (refused.status, &refused.body["detail"][0]["type"]),
        (422, &json!("content_policy_violation"))
    );
    let mut unchecked = input("nsfw thing", 1);
    unchecked["enable_safety_checker"] = json!(false);
    let drawn = sim.post("/run/fal-ai/flux/dev", &unchecked).await;
    assert_eq!(drawn.body["has_nsfw_concepts"], json!([false]));
}

#[tokio::test]
async fn a_picture_too_large_to_draw_runs_out_of_memory() {
    let sim = Sim::start().await;
    let asked = json!({ "prompt": "x", "image_size": { "width": 14142, "height": 14142 } });
    let refused = sim.post("/run/fal-ai/flux/dev", &asked).await;
    assert_eq!(
        (refused.status, refused.body),
        (503, json!({ "detail": "CUDA error: out of memory" }))
    );
}
