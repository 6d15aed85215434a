//! Variations and remixes: the same job again, with another seed or other values.

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{Running, TestApp, Visitor};

async fn post(visitor: &Visitor, path: &str, body: &Value) -> (u16, Value) {
    let request = visitor.ask(Method::POST, path).header("idempotency-key", path);
    let answer = request.json(body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// The pictures of the job that such a request asks for, in full.
async fn made(visitor: &Visitor, path: &str, body: &Value) -> Vec<Value> {
    let (status, body) = post(visitor, path, body).await;
    assert_eq!(status, 202, "{body:#}");
    let job = visitor.ended(body["job"]["id"].as_str().unwrap()).await;
    assert_eq!(job["status"], "completed", "{job:#}");
    let mut images = Vec::new();
    for image in job["images"].as_array().unwrap() {
        images.push(
            visitor
                .json(&format!("/api/images/{}", image["id"].as_str().unwrap()))
                .await,
        );
    }
    images
}

/// A new picture, and the path of its variations and remixes.
async fn picture(visitor: &Visitor) -> (Value, String) {
    let job = visitor.ended(&visitor.generate("an ocean", 1).await).await;
    let id = job["images"][0]["id"].as_str().unwrap();
    let path = format!("/api/images/{id}");
    (visitor.json(&path).await, path)
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn variations_keep_everything_but_the_seed(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let (source, path) = picture(&visitor).await;
    let path = format!("{path}/variation");
    let variations = made(&visitor, &path, &json!({ "count": 2 })).await;
    assert_eq!(variations.len(), 2);
    for variation in &variations {
        assert_eq!(variation["parent_image_id"], source["id"]);
        for same in ["prompt", "model_id", "parameters", "width", "height"] {
            assert_eq!(variation[same], source[same], "{same}");
        }
    }
    assert_ne!(variations[0]["seed"], source["seed"]);

    let again = post(&visitor, &path, &json!({ "count": 2 })).await.1;
    assert_eq!(again["job"]["images"][0]["id"], variations[0]["id"]);
    assert_eq!(post(&visitor, &path, &json!({ "count": 3 })).await.0, 409);
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_remix_changes_what_it_says_and_nothing_else(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let (source, path) = picture(&visitor).await;
    let changes = json!({ "prompt": "a lake", "parameters": { "num_inference_steps": 2 } });
    let remix = made(&visitor, &format!("{path}/remix"), &changes).await.remove(0);
    assert_eq!((&remix["prompt"], &remix["seed"]), (&json!("a lake"), &source["seed"]));
    assert_eq!(remix["parameters"]["num_inference_steps"], 2);
    assert_eq!(remix["parameters"]["image_size"], source["parameters"]["image_size"]);
    assert_eq!(remix["parent_image_id"], source["id"]);

    // A remix of an edit uses the edit's source again and belongs to the edit.
    let edit = json!({
        "model_id": "fal-ai/flux/dev/image-to-image", "prompt": "a storm", "source_image_id": source["id"],
    });
    let edit = made(&visitor, "/api/generate/image-to-image", &edit).await.remove(0);
    let path = format!("/api/images/{}/remix", edit["id"].as_str().unwrap());
    let remix = made(&visitor, &path, &json!({ "prompt": "a calm" })).await.remove(0);
    assert_eq!(remix["parent_image_id"], edit["id"]);
    let sent: Vec<_> = studio.sim.ledger().iter().map(|entry| entry.input.clone()).collect();
    let [.., first, second] = &sent[..] else {
        panic!("{sent:#?}")
    };
    assert_eq!(
        (&first["prompt"], &second["prompt"]),
        (&json!("a storm"), &json!("a calm"))
    );
    assert!(second["image_url"].is_string(), "{second:#}");
    assert_eq!(first["strength"], second["strength"]);

    let path = format!("/api/images/{}/remix", source["id"].as_str().unwrap());
    let other = json!({ "model_id": "fal-ai/fast-sdxl", "seed": 5 });
    let (status, body) = post(&visitor, &path, &other).await;
    assert_eq!(status, 409, "the key belongs to the first remix: {body:#}");
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_values_are_named_and_strangers_find_nothing(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let (source, path) = picture(&visitor).await;
    for (what, body, field) in [
        ("variation", json!({ "count": 5 }), "count"),
        ("variation", json!({ "count": 0 }), "count"),
        ("remix", json!({ "num_images": 99 }), "num_images"),
        ("remix", json!({ "model_id": "nobody/nothing" }), "model_id"),
        (
            "remix",
            json!({ "model_id": "fal-ai/flux/dev/image-to-image" }),
            "operation",
        ),
        ("remix", json!({ "parameters": { "colour": 1 } }), "parameters.colour"),
    ] {
        let (status, answer) = post(&visitor, &format!("{path}/{what}"), &body).await;
        let fields: Vec<_> = answer["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| &error["field"])
            .collect();
        assert_eq!(status, 422, "{answer:#}");
        assert!(fields.contains(&&json!(field)), "{answer:#}");
    }
    let stranger = studio.signed_in("bob@example.org").await;
    for what in ["variation", "remix"] {
        assert_eq!(post(&stranger, &format!("{path}/{what}"), &json!({})).await.0, 404);
        let nobody = format!("/api/images/{}/{what}", Uuid::nil());
        assert_eq!(post(&visitor, &nobody, &json!({})).await.0, 404);
    }
    assert!(source["parent_image_id"].is_null());
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn visitors_derive_nothing(db: PgPool) {
    let studio = TestApp::new(db).await;
    for path in ["/api/images/x/variation", "/api/images/x/remix"] {
        let answer = studio.browser().post(path, &json!({})).await;
        answer.problem(401, "unauthenticated");
    }
}
