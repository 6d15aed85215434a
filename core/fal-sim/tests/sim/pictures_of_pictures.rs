//! Work on a submitted picture: enlarging to exact factors, and cutting out with a real alpha channel.

use base64::Engine as _;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

use crate::support::Sim;

/// A red square on a white ground, as a data URI: 40 × 30, the square from (10, 5) to (29, 24).
fn square() -> String {
    let picture = RgbImage::from_fn(40, 30, |x, y| {
        let inside = (10..30).contains(&x) && (5..25).contains(&y);
        if inside {
            Rgb([200, 20, 20])
        } else {
            Rgb([250, 250, 250])
        }
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    let encoded = base64::engine::general_purpose::STANDARD.encode(bytes.into_inner());
    format!("data:image/png;base64,{encoded}")
}

async fn answer(sim: &Sim, endpoint: &str, input: &Value) -> Value {
    let answer = sim.post(&format!("/run/{endpoint}"), input).await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    answer.body
}

async fn picture(sim: &Sim, file: &Value) -> DynamicImage {
    let bytes = sim.client.get(file["url"].as_str().unwrap()).send().await.unwrap();
    let picture = image::load_from_memory(&bytes.bytes().await.unwrap()).unwrap();
    let told = (file["width"].as_u64(), file["height"].as_u64());
    assert_eq!(told, (Some(picture.width().into()), Some(picture.height().into())));
    picture
}

#[tokio::test]
async fn upscalers_enlarge_the_submitted_picture_by_the_exact_factor() {
    let sim = Sim::start().await;
    for (endpoint, factor, size) in [
        ("fal-ai/esrgan", json!({"scale": 8}), (320, 240)),
        ("fal-ai/esrgan", json!({"scale": 2.5}), (100, 75)),
        ("fal-ai/aura-sr", json!({}), (160, 120)),
        ("fal-ai/clarity-upscaler", json!({"upscale_factor": 4}), (160, 120)),
    ] {
        let mut input = factor;
        input["image_url"] = json!(square());
        let body = answer(&sim, endpoint, &input).await;
        let large = picture(&sim, &body["image"]).await.to_rgb8();
        assert_eq!(large.dimensions(), size, "{endpoint}");
        assert_eq!(large.get_pixel(size.0 / 2, size.1 / 2).0, [200, 20, 20], "{endpoint}");
        assert_eq!(large.get_pixel(1, 1).0, [250, 250, 250], "{endpoint}");
    }
}

#[tokio::test]
async fn a_cut_out_keeps_the_subject_and_loses_the_ground() {
    let sim = Sim::start().await;
    let input = json!({ "image_url": square(), "output_mask": true });
    let body = answer(&sim, "fal-ai/birefnet", &input).await;
    let cut = picture(&sim, &body["image"]).await.to_rgba8();
    assert_eq!(cut.get_pixel(20, 15).0, [200, 20, 20, 255]);
    assert_eq!(cut.get_pixel(0, 0).0[3], 0);
    let mask = picture(&sim, &body["mask_image"]).await.to_luma8();
    assert_eq!((mask.get_pixel(20, 15).0, mask.get_pixel(0, 0).0), ([255], [0]));
}

#[tokio::test]
async fn rembg_trims_to_the_subject_when_asked() {
    let sim = Sim::start().await;
    let input = json!({ "image_url": square(), "crop_to_bbox": true });
    let body = answer(&sim, "fal-ai/imageutils/rembg", &input).await;
    assert_eq!(picture(&sim, &body["image"]).await.to_rgba8().dimensions(), (20, 20));
    assert_eq!(body["mask_image"], Value::Null);
}

#[tokio::test]
async fn factors_beyond_the_model_are_refused_like_the_provider_does() {
    let sim = Sim::start().await;
    for (endpoint, field, value) in [
        ("fal-ai/clarity-upscaler", "upscale_factor", 5),
        ("fal-ai/aura-sr", "upscaling_factor", 8),
        ("fal-ai/esrgan", "scale", 9),
    ] {
        let mut input = json!({ "image_url": square() });
        input[field] = json!(value);
        let answer = sim.post(&format!("/run/{endpoint}"), &input).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.body["detail"][0]["loc"], json!(["body", field]));
        assert_eq!(answer.body["detail"][0]["type"], "less_than_equal");
    }
}
