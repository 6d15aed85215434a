//! Pictures by more than a prompt: masks, add-ons, control and style pictures; and models with ways of their own.

use bytes::Bytes;
use image::RgbImage;
use serde_json::json;

use crate::pictures::{brightness, data_uri, draw, halves, input};
use crate::support::Sim;

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

#[tokio::test]
async fn edits_start_from_the_first_of_their_pictures_and_keep_its_shape() {
    let sim = Sim::start().await;
    let source = halves();
    for endpoint in ["fal-ai/flux-2/edit", "fal-ai/nano-banana/edit"] {
        let asked =
            json!({ "prompt": "in winter", "image_urls": [data_uri(&source)], "seed": 3, "output_format": "png" });
        let result = picture_of(&draw(&sim, endpoint, &asked).await[0]);
        assert_eq!(result.dimensions(), source.dimensions(), "{endpoint}");
        assert_ne!(result, source, "{endpoint}");
        let missing = sim.post(&format!("/run/{endpoint}"), &json!({ "prompt": "x" })).await;
        let item = &missing.body["detail"][0];
        assert_eq!((missing.status, &item["type"]), (422, &json!("missing")), "{endpoint}");
        assert_eq!(item["loc"], json!(["body", "image_urls"]), "{endpoint}");
    }
}

#[tokio::test]
async fn nano_banana_draws_a_shape_tells_no_seed_and_always_checks() {
    let sim = Sim::start().await;
    let asked = json!({ "prompt": "a poster", "aspect_ratio": "2:3", "seed": 3 });
    let drawn = sim.post("/run/fal-ai/nano-banana", &asked).await;
    let picture = &drawn.body["images"][0];
    let (width, height) = (picture["width"].as_f64().unwrap(), picture["height"].as_f64().unwrap());
    assert!((width / height - 2.0 / 3.0).abs() < 0.02, "{width} × {height}");
    assert!(
        (0.9..1.1).contains(&(width * height / 1_048_576.0)),
        "{width} × {height}"
    );
    assert_eq!(drawn.body.get("seed"), None);
    let refused = sim
        .post("/run/fal-ai/nano-banana", &json!({ "prompt": "nsfw thing" }))
        .await;
    assert_eq!(
        (refused.status, &refused.body["detail"][0]["type"]),
        (422, &json!("content_policy_violation"))
    );
}
