//! Inpainting and outpainting, from a picture to its descendant.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{Running, TestApp, Visitor, readable};

fn png(picture: RgbImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(picture)
        .write_to(&mut file, ImageFormat::Png)
        .unwrap();
    file.into_inner()
}

/// White in the right half.
fn mask(width: u32, height: u32) -> Vec<u8> {
    png(RgbImage::from_fn(width, height, |x, _| {
        Rgb([if x * 2 < width { 0 } else { 255 }; 3])
    }))
}

/// A new picture of 512 by 512 pixels.
async fn picture(visitor: &Visitor) -> Value {
    let job = visitor.ended(&visitor.generate("an ocean", 1).await).await;
    job["images"][0].clone()
}

async fn pixels(visitor: &Visitor, image: &Value) -> RgbImage {
    let file = visitor.get(image["file_url"].as_str().unwrap()).await;
    image::load_from_memory(&file.bytes().await.unwrap()).unwrap().to_rgb8()
}

/// Sends a request with an uploaded mask; gives status and body.
async fn inpaint(visitor: &Visitor, id: &str, request: &Value, mask: Vec<u8>) -> (u16, Value) {
    let form = Form::new()
        .text("request", request.to_string())
        .part("mask", Part::bytes(mask).file_name("mask.png"));
    let answer = visitor
        .ask(Method::POST, &format!("/api/images/{id}/inpaint"))
        .header("idempotency-key", "one")
        .multipart(form)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn post(visitor: &Visitor, path: &str, body: &Value) -> (u16, Value) {
    let answer = visitor.ask(Method::POST, path).json(body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_mask_is_uploaded_and_only_its_white_is_repainted(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let source = picture(&visitor).await;
    let id = source["id"].as_str().unwrap();
    let request = json!({ "prompt": "a fox", "parameters": { "output_format": "png" } });

    let (status, body) = inpaint(&visitor, id, &request, mask(512, 512)).await;
    assert_eq!(status, 202, "{body:#}");
    let job = visitor.ended(body["job"]["id"].as_str().unwrap()).await;
    assert_eq!(job["status"], "completed", "{job:#}");
    let result = visitor
        .json(&format!("/api/images/{}", job["images"][0]["id"].as_str().unwrap()))
        .await;
    assert_eq!(
        (&result["parent_image_id"], &result["model_id"]),
        (&source["id"], &json!("fal-ai/flux-pro/v1/fill"))
    );

    let (before, after) = (pixels(&visitor, &source).await, pixels(&visitor, &result).await);
    assert_eq!(after.dimensions(), (512, 512));
    let changed = |range: std::ops::Range<u32>| {
        range
            .flat_map(|x| (0..512).map(move |y| (x, y)))
            .filter(|&(x, y)| before.get_pixel(x, y) != after.get_pixel(x, y))
            .count()
    };
    assert_eq!(changed(0..256), 0);
    assert!(changed(256..512) > 100_000);

    let (status, again) = inpaint(&visitor, id, &request, mask(512, 512)).await;
    assert_eq!((status, &again["job"]["id"]), (202, &body["job"]["id"]));
    let (status, _) = inpaint(
        &visitor,
        id,
        &request,
        png(RgbImage::from_pixel(512, 512, Rgb([255; 3]))),
    )
    .await;
    assert_eq!(status, 409, "another mask is another request");
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_canvas_is_extended_and_the_picture_stays(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let source = picture(&visitor).await;
    let path = format!("/api/images/{}/outpaint", source["id"].as_str().unwrap());
    let request = json!({
        "prompt": "an ocean", "unit": "ratio", "left": 0.25, "bottom": 0.5, "parameters": { "output_format": "png" },
    });
    let (status, body) = post(&visitor, &path, &request).await;
    assert_eq!(status, 202, "{body:#}");
    let job = visitor.ended(body["job"]["id"].as_str().unwrap()).await;
    assert_eq!(job["status"], "completed", "{job:#}");
    let result = visitor
        .json(&format!("/api/images/{}", job["images"][0]["id"].as_str().unwrap()))
        .await;
    assert_eq!(result["parent_image_id"], source["id"]);
    let (before, after) = (pixels(&visitor, &source).await, pixels(&visitor, &result).await);
    assert_eq!(after.dimensions(), (640, 768));
    for (x, y, pixel) in before.enumerate_pixels() {
        assert_eq!(after.get_pixel(x + 128, y), pixel, "{x},{y}");
    }

    for (wrong, field) in [
        (json!({ "prompt": "x" }), "left"),
        (json!({ "prompt": "x", "top": -1 }), "top"),
        (json!({ "prompt": "x", "right": 0.5 }), "right"),
        (json!({ "prompt": "x", "unit": "ratio", "right": 30 }), "right"),
        (json!({ "prompt": "x", "aspect_ratio": "wide" }), "aspect_ratio"),
        (
            json!({ "prompt": "x", "aspect_ratio": "16:9", "left": 8 }),
            "aspect_ratio",
        ),
    ] {
        let (status, body) = post(&visitor, &path, &wrong).await;
        assert_eq!((status, &body["errors"][0]["field"]), (422, &json!(field)), "{body:#}");
    }
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn masks_that_do_not_fit_are_named_and_strangers_find_nothing(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let source = picture(&visitor).await;
    let id = source["id"].as_str().unwrap();
    let request = json!({ "prompt": "a fox" });
    for wrong in [
        mask(512, 256),
        png(RgbImage::new(512, 512)),
        b"<html>".to_vec(),
        Vec::new(),
    ] {
        let (status, body) = inpaint(&visitor, id, &request, wrong).await;
        assert_eq!((status, &body["errors"][0]["field"]), (422, &json!("mask")), "{body:#}");
    }
    let path = format!("/api/images/{id}/inpaint");
    for wrong in [
        json!({ "prompt": "a fox" }),
        json!({ "prompt": "a fox", "mask_image_id": Uuid::nil() }),
    ] {
        let (status, body) = post(&visitor, &path, &wrong).await;
        assert_eq!(
            (status, &body["errors"][0]["field"]),
            (422, &json!("mask_image_id")),
            "{body:#}"
        );
    }
    let wrong_model = json!({ "prompt": "a fox", "mask_image_id": id, "model_id": "fal-ai/flux/dev" });
    let (status, body) = post(&visitor, &path, &wrong_model).await;
    assert_eq!(
        (status, &body["errors"][0]["field"]),
        (422, &json!("operation")),
        "{body:#}"
    );
    let own = json!({ "prompt": "a fox", "mask_image_id": id, "model_id": "fal-ai/fast-sdxl/inpainting" });
    assert_eq!(post(&visitor, &path, &own).await.0, 202);

    let stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(post(&stranger, &path, &own).await.0, 404);
    assert_eq!(inpaint(&stranger, id, &request, mask(512, 512)).await.0, 404);
    let outpaint = json!({ "prompt": "x", "left": 8 });
    assert_eq!(
        post(&stranger, &format!("/api/images/{id}/outpaint"), &outpaint)
            .await
            .0,
        404
    );
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_control_and_a_style_picture_guide_a_new_one(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let source = picture(&visitor).await;
    let general = |prompt: &str| json!({ "model_id": "fal-ai/flux-general", "prompt": prompt, "seed": 1 });
    let mut guided = general("a castle");
    guided["control_image_id"] = source["id"].clone();
    guided["style_image_id"] = source["id"].clone();
    let (status, body) = post(&visitor, "/api/generate/text-to-image", &guided).await;
    assert_eq!(status, 202, "{body:#}");
    let job = visitor.ended(body["job"]["id"].as_str().unwrap()).await;
    assert_eq!(job["status"], "completed", "{job:#}");
    let sent = studio.sim.ledger().last().unwrap().input.clone();
    assert!(
        sent["controlnet_unions"][0]["controls"][0]["control_image_url"].is_string(),
        "{sent:#}"
    );
    assert!(sent["ip_adapters"][0]["image_url"].is_string(), "{sent:#}");

    guided["control_image_id"] = json!(Uuid::nil());
    let (status, body) = post(&visitor, "/api/generate/text-to-image", &guided).await;
    assert_eq!(
        (status, &body["errors"][0]["field"]),
        (422, &json!("control_image_id")),
        "{body:#}"
    );
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn visitors_repaint_nothing(db: PgPool) {
    let studio = TestApp::new(db).await;
    for path in ["/api/images/x/inpaint", "/api/images/x/outpaint"] {
        studio
            .browser()
            .post(path, &json!({ "prompt": "x" }))
            .await
            .problem(401, "unauthenticated");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_form_starts_from_a_picture(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let source = picture(&visitor).await;
    let id = source["id"].as_str().unwrap();
    let own_page = visitor.get(&format!("/images/{id}")).await.text().await.unwrap();
    let own_page = readable(&own_page);
    assert!(own_page.contains(&format!("/generate?source={id}")), "{own_page}");

    let page = visitor
        .get(&format!("/generate?source={id}&model=fal-ai/fast-sdxl/image-to-image"))
        .await
        .text()
        .await
        .unwrap();
    let page = readable(&page);
    let hidden = format!("name=\"source_image_id\" value=\"{id}\"");
    for shown in [
        hidden.as_str(),
        "Stable Diffusion XL Lightning image to image",
        "parameters.strength",
    ] {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }
    assert!(!page.contains("FLUX1.1 [pro]"), "{page}");

    let form = [
        ("model_id", "fal-ai/fast-sdxl/image-to-image"),
        ("source_image_id", id),
        ("prompt", "the same in winter"),
        ("num_images", "1"),
        ("parameters.strength", "0.5"),
    ];
    let answer = visitor.ask(Method::POST, "/generate").form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 200, "it leads back to the form");
    let queue = visitor.json("/api/generate/queue").await;
    let job = visitor.ended(queue["items"][0]["id"].as_str().unwrap()).await;
    assert_eq!(
        (&job["status"], &job["model_id"]),
        (&json!("completed"), &json!("fal-ai/fast-sdxl/image-to-image"))
    );
    let child = job["images"][0]["id"].as_str().unwrap();
    assert_eq!(
        visitor.json(&format!("/api/images/{child}")).await["parent_image_id"],
        source["id"]
    );

    let again = visitor
        .get(&format!("/generate?from={child}"))
        .await
        .text()
        .await
        .unwrap();
    assert!(
        again.contains(&hidden) && again.contains("the same in winter"),
        "{again}"
    );
    let stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&format!("/generate?source={id}")).await.status(), 404);
    studio.stop().await;
}
