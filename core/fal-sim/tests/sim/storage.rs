//! Uploads in all their flows, and downloads.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Sim, answer, read};

async fn cdn_token(sim: &Sim) -> Answer {
    sim.post("/rest/storage/auth/token?storage_type=fal-cdn-v3", &json!({}))
        .await
}

async fn python_upload(sim: &Sim, name: &str, bytes: &'static str, lifecycle: &str) -> String {
    let token = cdn_token(sim).await.body;
    let request = sim
        .client
        .post(sim.url("/cdn/files/upload"))
        .header(
            "authorization",
            format!(
                "{} {}",
                token["token_type"].as_str().unwrap(),
                token["token"].as_str().unwrap()
            ),
        )
        .header("content-type", "text/plain")
        .header("x-fal-file-name", name)
        .header("x-fal-object-lifecycle", lifecycle)
        .body(bytes);
    answer(request).await.body["access_url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_presigned_upload_needs_its_signature_but_no_key() {
    let sim = Sim::start().await;
    let body = json!({ "content_type": "text/plain", "file_name": "a b/ü.txt" });
    let ticket = sim
        .post("/rest/storage/upload/initiate?storage_type=fal-cdn-v3", &body)
        .await
        .body;
    let (upload_url, file_url) = (
        ticket["upload_url"].as_str().unwrap(),
        ticket["file_url"].as_str().unwrap(),
    );
    assert!(
        file_url.starts_with(&sim.url("/cdn/files/")) && file_url.ends_with("_a_b__.txt"),
        "{file_url}"
    );
    let unsigned = upload_url.split('?').next().unwrap();
    assert_eq!(answer(sim.client.put(unsigned).body("x")).await.status, 403);
    assert_eq!(answer(sim.client.get(file_url)).await.status, 404);
    let put = sim
        .client
        .put(upload_url)
        .header("content-type", "text/plain")
        .body("hello");
    assert_eq!(answer(put).await.status, 200);
    let file = sim.client.get(file_url).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "text/plain");
    assert_eq!(file.text().await.unwrap(), "hello");
    assert_eq!(answer(sim.client.put(upload_url).body("again")).await.status, 404);
}

#[tokio::test]
async fn parts_must_match_what_came_in() {
    let sim = Sim::start().await;
    let ticket = sim
        .post(
            "/rest/storage/upload/initiate-multipart",
            &json!({ "file_name": "x.bin" }),
        )
        .await
        .body;
    let (base, query) = ticket["upload_url"].as_str().unwrap().split_once('?').unwrap();
    let part = |number: u32| format!("{base}/{number}?{query}");
    let mut parts = Vec::new();
    for (number, bytes) in [(2, "world"), (1, "hello ")] {
        let put = answer(sim.client.put(part(number)).body(bytes)).await;
        assert_eq!(put.headers["etag"], put.body["etag"].as_str().unwrap());
        parts.push(put.body);
    }
    assert_eq!(answer(sim.client.put(part(0)).body("x")).await.status, 422);
    let complete = format!("{base}/complete?{query}");
    let few = json!({ "parts": [parts[0]] });
    assert_eq!(answer(sim.client.post(&complete).json(&few)).await.status, 422);
    let wrong = json!({ "parts": [parts[0], { "partNumber": 1, "etag": "\"x\"" }] });
    assert_eq!(answer(sim.client.post(&complete).json(&wrong)).await.status, 422);
    assert_eq!(
        answer(sim.client.post(&complete).json(&json!({ "parts": parts })))
            .await
            .status,
        200
    );
    let file = answer(sim.client.get(ticket["file_url"].as_str().unwrap())).await;
    assert_eq!(file.body, "hello world");
}

#[tokio::test]
async fn the_cdn_token_has_an_offset_and_opens_the_cdn() {
    let sim = Sim::start().await;
    let token = cdn_token(&sim).await.body;
    assert_eq!(
        (&token["token_type"], &token["base_url"]),
        (&json!("Bearer"), &json!(sim.url("/cdn")))
    );
    let expires = token["expires_at"].as_str().unwrap();
    assert!(
        expires.ends_with("+00:00") && chrono::DateTime::parse_from_rfc3339(expires).is_ok(),
        "{expires}"
    );
    let url = python_upload(&sim, "note.txt", "hello", "").await;
    assert_eq!(answer(sim.client.get(url)).await.body, "hello");
    for authorization in [None, Some("Bearer forged")] {
        let mut request = sim.client.post(sim.url("/cdn/files/upload")).body("x");
        if let Some(value) = authorization {
            request = request.header("authorization", value);
        }
        assert_eq!(answer(request).await.status, 401);
    }
}

#[tokio::test]
async fn files_expire_when_their_owner_said_so() {
    let sim = Sim::start().await;
    let url = python_upload(&sim, "note.txt", "hello", "{\"expiration_duration_seconds\":0}").await;
    assert_eq!(answer(sim.client.get(url)).await.status, 404);
    let request = sim
        .request(Method::POST, "/run/fal-ai/flux/dev")
        .header(
            "x-fal-object-lifecycle-preference",
            "{\"expiration_duration_seconds\":0}",
        )
        .json(&json!({ "prompt": "x", "image_size": "square" }));
    let url = answer(request).await.body["images"][0]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(answer(sim.client.get(url)).await.status, 404);
}

#[tokio::test]
async fn downloads_know_ranges_and_tags() {
    let sim = Sim::start().await;
    let url = python_upload(&sim, "note.txt", "0123456789", "").await;
    let whole = sim.client.get(&url).send().await.unwrap();
    assert_eq!(whole.headers()["accept-ranges"], "bytes");
    assert_eq!(whole.content_length(), Some(10));
    let tag = whole.headers()["etag"].clone();
    let cached = sim.client.get(&url).header("if-none-match", &tag).send().await.unwrap();
    assert_eq!(cached.status(), 304);
    let get = |range: &'static str| sim.client.get(&url).header("range", range);
    let part = get("bytes=2-4").send().await.unwrap();
    assert_eq!(
        (
            part.status().as_u16(),
            part.headers()["content-range"].to_str().unwrap()
        ),
        (206, "bytes 2-4/10")
    );
    assert_eq!(part.text().await.unwrap(), "234");
    let beyond = get("bytes=10-").send().await.unwrap();
    assert_eq!(
        (
            beyond.status().as_u16(),
            beyond.headers()["content-range"].to_str().unwrap()
        ),
        (416, "bytes */10")
    );
    let changed = get("bytes=2-4").header("if-range", "\"other\"").send().await.unwrap();
    assert_eq!(changed.status(), 200);
    let head = sim.client.head(&url).send().await.unwrap();
    assert_eq!(head.headers()["content-length"], "10");
    assert_eq!(head.text().await.unwrap(), "");
}

#[tokio::test]
async fn the_oldest_files_make_room() {
    let sim = Sim::start_with(|config| config.max_file_bytes = 12).await;
    let first = python_upload(&sim, "a", "0123456789", "").await;
    let second = python_upload(&sim, "b", "0123456789", "").await;
    assert_eq!(read(sim.client.get(first).send().await.unwrap()).await.status, 404);
    assert_eq!(read(sim.client.get(second).send().await.unwrap()).await.status, 200);
}

#[tokio::test]
async fn pictures_can_come_inline() {
    let sim = Sim::start().await;
    let input = json!({ "prompt": "x", "image_size": "square", "sync_mode": true, "output_format": "png" });
    let result = sim.post("/run/fal-ai/flux/dev", &input).await;
    let url = result.body["images"][0]["url"].as_str().unwrap();
    assert!(url.starts_with("data:image/png;base64,"), "{}", &url[..40]);
    assert_eq!(result.body["images"][0]["content_type"], "image/png");
    assert_eq!(sim.get("/sim").await.body["files"], 0);
    let history = "/api/v1/models/requests/by-endpoint?endpoint_id=fal-ai/flux/dev&expand=payloads";
    assert_eq!(sim.get(history).await.body["items"][0]["json_output"], Value::Null);
}
