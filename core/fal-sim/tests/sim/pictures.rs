//! What models draw: repeatable, different where it should be, in the asked size and format, from the given input.

use base64::Engine as _;
use bytes::Bytes;
use image::{DynamicImage, RgbImage};
use serde_json::{Value, json};

use crate::support::Sim;

async fn draw(sim: &Sim, endpoint: &str, input: &Value) -> Vec<Bytes> {
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

fn input(prompt: &str, seed: u64) -> Value {
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
fn halves() -> RgbImage {
    RgbImage::from_fn(128, 96, |x, _| {
        if x < 64 {
            image::Rgb([20, 24, 60])
        } else {
            image::Rgb([240, 230, 200])
        }
    })
}

fn data_uri(picture: &RgbImage) -> String {
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

fn brightness(picture: &RgbImage, columns: std::ops::Range<u32>) -> f64 {
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

fn picture_of(file: &Bytes) -> RgbImage {
    image::load_from_memory(file).unwrap().to_rgb8()
}

/// White in the right half.
fn right_half_mask() -> RgbImage {
    RgbImage::from_fn(128, 96, |x, _| image::Rgb([if x < 64 { 0 } else { 255 }; 3]))
}

#[tokio::test]
async fn a_mask_is_kept_to_the_pixel_by_every_inpainting_model() {
    let sim = Sim::start().await;
    let (source, mask) = (halves(), right_half_mask());
    for (endpoint, format) in [
        ("fal-ai/flux-pro/v1/fill", "output_format"),
        ("fal-ai/flux-lora/inpainting", "output_format"),
        ("fal-ai/fast-sdxl/inpainting", "format"),
        ("fal-ai/fast-lightning-sdxl/inpainting", "format"),
    ] {
        let mut asked =
            json!({ "prompt": "ocean", "image_url": data_uri(&source), "mask_url": data_uri(&mask), "seed": 3 });
        asked[format] = json!("png");
        if endpoint.contains("sdxl") {
            asked["image_size"] = json!({ "width": 128, "height": 96 });
        }
        let result = picture_of(&draw(&sim, endpoint, &asked).await[0]);
        assert_eq!(result.dimensions(), (128, 96), "{endpoint}");
        let mut repainted = 0;
        for (x, y, pixel) in result.enumerate_pixels() {
            if x < 64 {
                assert_eq!(pixel, source.get_pixel(x, y), "{endpoint} at {x},{y}");
            } else if pixel != source.get_pixel(x, y) {
                repainted += 1;
            }
        }
        assert!(repainted > 64 * 96 * 9 / 10, "{endpoint} repaints {repainted} pixels");
    }
}

#[tokio::test]
async fn a_mask_of_another_size_or_without_a_file_is_blamed() {
    let sim = Sim::start().await;
    let small = data_uri(&RgbImage::new(64, 64));
    for (mask, kind) in [
        (small.as_str(), "value_error"),
        ("http://127.0.0.1:1/x.png", "file_download_error"),
    ] {
        let asked = json!({ "prompt": "x", "image_url": data_uri(&halves()), "mask_url": mask });
        let refused = sim.post("/run/fal-ai/flux-pro/v1/fill", &asked).await;
        let item = &refused.body["detail"][0];
        assert_eq!((refused.status, &item["type"]), (422, &json!(kind)));
        assert_eq!(item["loc"], json!(["body", "mask_url"]));
    }
}

#[tokio::test]
async fn a_lora_changes_the_picture_and_must_be_loadable() {
    let sim = Sim::start().await;
    let lora = "fal-ai/flux-lora";
    let with = |path: &str, scale: f64| {
        let mut asked = input("a lake", 1);
        asked["loras"] = json!([{ "path": path, "scale": scale }]);
        asked
    };
    let plain = draw(&sim, lora, &input("a lake", 1)).await;
    let ink = draw(&sim, lora, &with("https://models.example/ink.safetensors", 1.0)).await;
    assert_ne!(plain, ink);
    assert_ne!(
        ink,
        draw(&sim, lora, &with("https://models.example/ink.safetensors", 0.5)).await
    );
    assert_eq!(plain, draw(&sim, lora, &with("someone/ink", 0.0)).await);
    let refused = sim.post(&format!("/run/{lora}"), &with("ink", 1.0)).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.body["detail"][0]["type"], "file_download_error");
    assert_eq!(refused.body["detail"][0]["loc"], json!(["body", "loras", 0, "path"]));
}

#[tokio::test]
async fn a_control_picture_lends_its_edges_and_a_style_picture_its_colours() {
    let sim = Sim::start().await;
    let general = "fal-ai/flux-general";
    let mut asked = input("ocean", 1);
    let plain = picture_of(&draw(&sim, general, &asked).await[0]);
    asked["controlnet_unions"] = json!([{
        "path": "someone/union",
        "controls": [{ "control_image_url": data_uri(&halves()), "control_mode": "canny" }],
    }]);
    let guided = picture_of(&draw(&sim, general, &asked).await[0]);
    // The line between the halves is in the middle of the picture.
    assert!(brightness(&guided, 79..81) < brightness(&plain, 79..81) * 0.5);
    assert_eq!(guided.get_pixel(10, 10), plain.get_pixel(10, 10));

    let red = RgbImage::from_pixel(32, 32, image::Rgb([250, 10, 10]));
    let mut asked = input("ocean", 1);
    asked["ip_adapters"] = json!([
        { "path": "someone/adapter", "image_encoder_path": "someone/encoder", "image_url": data_uri(&red), "scale": 1.0 }
    ]);
    let styled = picture_of(&draw(&sim, general, &asked).await[0]);
    let redness = |picture: &RgbImage| -> i64 {
        picture
            .pixels()
            .map(|pixel| i64::from(pixel.0[0]) - i64::from(pixel.0[2]))
            .sum()
    };
    assert!(redness(&styled) > redness(&plain) + 50 * 160 * 120);
}

#[tokio::test]
async fn lightning_takes_its_steps_as_words_and_as_numbers() {
    let sim = Sim::start().await;
    for steps in [json!("2"), json!(2)] {
        let mut asked = input("a lake", 1);
        asked["num_inference_steps"] = steps;
        draw(&sim, "fal-ai/fast-lightning-sdxl", &asked).await;
    }
    let mut asked = input("a lake", 1);
    asked["num_inference_steps"] = json!(3);
    let refused = sim.post("/run/fal-ai/fast-lightning-sdxl", &asked).await;
    assert_eq!(
        (refused.status, &refused.body["detail"][0]["type"]),
        (422, &json!("literal_error"))
    );
}

#[tokio::test]
async fn ultra_draws_an_aspect_ratio_at_four_megapixels() {
    let sim = Sim::start().await;
    let asked = json!({ "prompt": "a lake", "aspect_ratio": "21:9", "seed": 1 });
    let picture = picture_of(&draw(&sim, "fal-ai/flux-pro/v1.1-ultra", &asked).await[0]);
    let (width, height) = picture.dimensions();
    assert_eq!((width * 9 / height, width % 32, height % 32), (21, 0, 0));
    assert!((3_800_000..4_400_000).contains(&(width * height)));
}

#[tokio::test]
async fn a_model_without_checker_or_sizes_draws_squares_and_flags_nothing() {
    let sim = Sim::start().await;
    let asked = json!({ "prompt": "nsfw", "num_images": 2, "num_inference_steps": 20 });
    let answer = sim.post("/run/fal-ai/aura-flow", &asked).await;
    assert_eq!(answer.status, 200);
    let mut names: Vec<_> = answer.body.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["images", "prompt", "seed"]);
    assert_eq!(answer.body["images"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&answer.body["images"][0]["width"], &answer.body["images"][0]["height"]),
        (&json!(1024), &json!(1024))
    );
    let refused = sim
        .post(
            "/run/fal-ai/aura-flow",
            &json!({ "prompt": "x", "num_inference_steps": 19 }),
        )
        .await;
    assert_eq!(
        (refused.status, &refused.body["detail"][0]["loc"][1]),
        (422, &json!("num_inference_steps"))
    );
}

#[tokio::test]
async fn a_sticker_comes_twice_and_its_cut_out_is_transparent_with_a_soft_edge() {
    let sim = Sim::start().await;
    let mut asked = input("a pirate", 1);
    asked["image_url"] = json!(data_uri(&halves()));
    let answer = sim.post("/run/fal-ai/face-to-sticker", &asked).await;
    assert_eq!(
        (answer.status, &answer.body["has_nsfw_concepts"]),
        (200, &json!({ "sticker_image": false }))
    );
    let mut files = Vec::new();
    for name in ["sticker_image", "sticker_image_background_removed"] {
        let file = sim
            .client
            .get(answer.body[name]["url"].as_str().unwrap())
            .send()
            .await
            .unwrap();
        files.push(image::load_from_memory(&file.bytes().await.unwrap()).unwrap());
    }
    assert!(!files[0].color().has_alpha());
    let (sticker, cut) = (files[0].to_rgb8(), files[1].to_rgba8());
    assert_eq!((sticker.dimensions(), cut.dimensions()), ((160, 120), (160, 120)));
    assert_eq!((cut.get_pixel(0, 0).0[3], cut.get_pixel(80, 60).0[3]), (0, 255));
    assert!(cut.pixels().any(|pixel| (1..255).contains(&pixel.0[3])));
    assert_eq!(sticker.get_pixel(80, 60).0[..], cut.get_pixel(80, 60).0[..3]);

    asked["upscale"] = json!(true);
    let answer = sim.post("/run/fal-ai/face-to-sticker", &asked).await;
    assert_eq!(answer.body["sticker_image"]["width"], 320);

    asked["prompt"] = json!("nsfw");
    let answer = sim.post("/run/fal-ai/face-to-sticker", &asked).await;
    assert_eq!(answer.body["has_nsfw_concepts"]["sticker_image"], true);

    asked.as_object_mut().unwrap().remove("image_url");
    let refused = sim.post("/run/fal-ai/face-to-sticker", &asked).await;
    assert_eq!(
        (refused.status, &refused.body["detail"][0]["loc"][1]),
        (422, &json!("image_url"))
    );
}
