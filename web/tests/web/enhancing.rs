//! Enlarging and cutting out from a picture's page, and what the page tells.

use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Running, Visitor, readable};

/// The status and the page after a press of a button.
async fn press(visitor: &Visitor, path: &str, form: &[(&str, &str)]) -> (u16, String) {
    let request = visitor.ask(Method::POST, path).form(form).build().unwrap();
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let answer = client.execute(request).await.unwrap();
    (answer.status().as_u16(), readable(&answer.text().await.unwrap()))
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_model_is_chosen_on_the_page_of_the_picture_and_what_is_wrong_is_said_there(db: PgPool) {
    let studio = Running::start(db.clone()).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let job = visitor.ended(&visitor.generate("a lighthouse", 1).await).await;
    let page = format!("/images/{}", job["images"][0]["id"].as_str().unwrap());
    let (upscale, cut_out) = (format!("{page}/upscale"), format!("{page}/remove-background"));

    let html = readable(&visitor.get(&page).await.text().await.unwrap());
    for offered in ["ESRGAN", "Clarity Upscaler", "BiRefNet", "Rembg"] {
        assert!(
            html.contains(&format!("<strong>{offered}</strong>")),
            "{offered}: {html}"
        );
    }
    let chosen = [("factor", "4"), ("model_id", "fal-ai/aura-sr")];
    assert_eq!(press(&visitor, &upscale, &chosen).await.0, 303);
    let chosen = [("model_id", "fal-ai/imageutils/rembg")];
    assert_eq!(press(&visitor, &cut_out, &chosen).await.0, 303);
    let jobs: Value = visitor.get("/api/generate/queue?limit=2").await.json().await.unwrap();
    let asked: Vec<&str> = jobs["items"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|job| job["model_id"].as_str().unwrap())
        .collect();
    assert_eq!(asked, ["fal-ai/aura-sr", "fal-ai/imageutils/rembg"]);
    // What they give back when they end would pay for another job below.
    for job in jobs["items"].as_array().unwrap() {
        visitor.ended(job["id"].as_str().unwrap()).await;
    }
    for (form, told) in [
        ([("factor", "2"), ("model_id", "fal-ai/aura-sr")], "Factor must"),
        (
            [("factor", "2"), ("model_id", "no/such")],
            "there is no model `no/such`",
        ),
        ([("factor", "2"), ("model_id", "fal-ai/flux/dev")], "role=\"alert\""),
    ] {
        let (status, html) = press(&visitor, &upscale, &form).await;
        assert_eq!(status, 422, "{form:?}");
        assert!(html.contains(told) && html.contains("a lighthouse"), "{told}: {html}");
    }
    for factor in ["3", "much", ""] {
        let (status, html) = press(&visitor, &upscale, &[("factor", factor)]).await;
        assert_eq!(status, 422, "{factor}");
        assert!(
            html.contains("factor must be 2, 4 or 8") && html.contains("a lighthouse"),
            "{html}"
        );
    }
    sqlx::query("UPDATE users SET balance_microdollars = 0")
        .execute(&db)
        .await
        .unwrap();
    for (path, form) in [(&upscale, vec![("factor", "2")]), (&cut_out, vec![])] {
        let (status, html) = press(&visitor, path, &form).await;
        assert_eq!(status, 402, "{path}");
        assert!(
            html.contains("role=\"alert\"") && html.contains("a lighthouse"),
            "{html}"
        );
    }
    let stranger = studio.signed_in("eve@example.org").await;
    assert_eq!(press(&stranger, &upscale, &[("factor", "3")]).await.0, 404);
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_became_of_weights_is_told_on_the_card_and_beside_the_picture(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let job = visitor.ended(&visitor.generate("a (lighthouse:1.3)", 1).await).await;
    let note = job["notes"][0].as_str().unwrap();
    assert!(note.contains("(lighthouse:1.3)"), "{note}");
    let image = format!("/images/{}", job["images"][0]["id"].as_str().unwrap());
    for path in ["/queue", image.as_str()] {
        let html = readable(&visitor.get(path).await.text().await.unwrap());
        assert!(
            html.contains("takes no prompt weights: “(lighthouse:1.3)”"),
            "{path}: {html}"
        );
    }
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_newer_models_draw_and_edit(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    for (model, edit) in [
        ("fal-ai/flux-2", "fal-ai/flux-2/edit"),
        ("fal-ai/nano-banana", "fal-ai/nano-banana/edit"),
    ] {
        let drawn = made(
            &visitor,
            "text-to-image",
            &json!({ "model_id": model, "prompt": "a harbour" }),
        )
        .await;
        let image = &drawn["images"][0];
        let body = json!({ "model_id": edit, "prompt": "in winter", "source_image_id": image["id"] });
        let edited = made(&visitor, "image-to-image", &body).await;
        for side in ["width", "height"] {
            assert_eq!(edited["images"][0][side], image[side], "{edit}");
        }
    }
    studio.stop().await;
}

/// The completed job of such a request.
async fn made(visitor: &Visitor, operation: &str, body: &Value) -> Value {
    let path = format!("/api/generate/{operation}");
    let answer = visitor.ask(Method::POST, &path).json(body).send().await.unwrap();
    let (status, body) = (answer.status(), answer.json::<Value>().await.unwrap());
    assert_eq!(status, 202, "{body:#}");
    let job = visitor.ended(body["job"]["id"].as_str().unwrap()).await;
    assert_eq!(job["status"], "completed", "{job:#}");
    job
}
