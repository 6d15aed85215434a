//! Batches over HTTP: what is asked for, what is refused, and whose it is. No worker runs here, so nothing starts.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Answer, Browser, TestApp};

const CREATE: &str = "/api/generate/batch";
const PREVIEW: &str = "/api/batches/preview";

fn body() -> Value {
    json!({
        "spec": {
            "source": "template", "template": "a {{ color }} fox", "lists": { "color": ["red", "white"] },
            "axes": { "seeds": { "count": 3 } }
        },
        "defaults": { "model_id": "fal-ai/flux/schnell" }
    })
}

/// The request with another source.
fn with_spec(spec: &Value) -> Value {
    let mut body = body();
    body["spec"] = spec.clone();
    body
}

async fn create(browser: &mut Browser) -> Value {
    let answer = browser.post(CREATE, &body()).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    answer.json()["batch"].clone()
}

fn path(batch: &Value, rest: &str) -> String {
    format!("/api/batches/{}{rest}", batch["id"].as_str().unwrap())
}

/// The fields that were complained about.
fn fields(answer: &Answer) -> Vec<String> {
    answer.problem(422, "invalid")
}

/// A form with the request and a file.
async fn post_file(browser: &mut Browser, path: &str, request: &Value, file: &str) -> Answer {
    let body = format!(
        "--frontier\r\ncontent-disposition: form-data; name=\"request\"\r\n\r\n{request}\r\n\
         --frontier\r\ncontent-disposition: form-data; name=\"file\"; filename=\"t.csv\"\r\ncontent-type: text/csv\r\n\r\n{file}\r\n\
         --frontier--\r\n"
    );
    let content_type = "multipart/form-data; boundary=frontier";
    browser.post_text(path, content_type, &body).await
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_batch_is_accepted_and_its_price_set_aside(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let before = browser.get("/api/auth/me").await.json();
    let answer = browser.post(CREATE, &body()).await;
    let batch = answer.json()["batch"].clone();
    assert_eq!(answer.status, 202, "{answer:?}");
    assert_eq!(answer.headers["location"], path(&batch, ""));
    assert_eq!(
        (&batch["rows"], &batch["state"], &batch["counts"]["queued"]),
        (&json!(6), &json!("running"), &json!(6))
    );
    let color = json!({ "name": "color", "values": ["red", "white"], "count": 2 });
    assert!(batch["axes"].as_array().unwrap().contains(&color), "{batch:#}");
    assert_eq!(batch["held_credits"], batch["max_credits"]);
    let after = browser.get("/api/auth/me").await.json();
    let spent = |me: &Value| {
        me["user"]["credits_balance"]
            .as_f64()
            .unwrap_or_else(|| panic!("{me:#}"))
    };
    assert!((spent(&before) - spent(&after) - batch["held_credits"].as_f64().unwrap()).abs() < 1e-6);
    assert_eq!(browser.get(&path(&batch, "")).await.json()["batch"]["id"], batch["id"]);
    assert_eq!(browser.get("/api/batches").await.json()["items"][0]["id"], batch["id"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_forecast_holds_nothing(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let forecast = browser.post(PREVIEW, &body()).await.json();
    assert_eq!(
        (&forecast["rows"], &forecast["images"]),
        (&json!(6), &json!(6)),
        "{forecast:#}"
    );
    assert_eq!(forecast["first_rows"][5]["prompt"], "a white fox");
    assert_eq!(forecast["models"]["fal-ai/flux/schnell"]["rows"], 6);
    let cost = &forecast["cost"];
    let amounts: Vec<f64> = ["low_credits", "expected_credits", "high_credits"]
        .iter()
        .map(|name| cost[name].as_f64().unwrap())
        .collect();
    assert!(amounts[0] > 0.0 && amounts.is_sorted(), "{amounts:?}");
    assert!(forecast["duration"]["from_s"].as_f64() <= forecast["duration"]["to_s"].as_f64());
    assert_eq!(browser.get("/api/batches").await.json()["items"], json!([]));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_repeated_request_finds_the_first_batch(db: PgPool) {
    let studio = TestApp::new(db).await;
    let browser = studio.signed_in("ada@example.org").await;
    let mut browser = browser.header("idempotency-key", "night run");
    let first = browser.post(CREATE, &body()).await;
    let second = browser.post(CREATE, &body()).await;
    assert_eq!(first.json()["batch"]["id"], second.json()["batch"]["id"]);
    assert_eq!(second.headers["idempotent-replayed"], "true");
    let other = with_spec(&json!({ "source": "prompts", "prompts": ["an owl"] }));
    browser.post(CREATE, &other).await.problem(409, "conflict");
    let job = json!({ "model_id": "fal-ai/flux/schnell", "prompt": "an owl" });
    browser
        .post("/api/generate/text-to-image", &job)
        .await
        .problem(409, "conflict");
    assert_eq!(
        browser.get("/api/batches").await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_wrong_is_named(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let endless = "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}x{% endfor %}{% endfor %}{% endfor %}";
    let thousand: Vec<u64> = (0..1000).collect();
    let texts: Vec<String> = thousand.iter().map(ToString::to_string).collect();
    let mut seen = Vec::new();
    for (spec, expected) in [
        (json!({ "source": "prompts", "prompts": [] }), "spec.prompts"),
        (
            json!({ "source": "prompts", "prompts": ["ok", " "] }),
            "rows[1].prompts.1",
        ),
        (json!({ "source": "template", "template": endless }), "rows[0].template"),
        (
            json!({ "source": "template", "template": "{{ nothing }}" }),
            "spec.template",
        ),
        (
            json!({ "source": "template", "template": "{{ a }}{{ b }}{{ c }}",
            "lists": { "a": texts, "b": texts, "c": texts } }),
            "spec.lists",
        ),
        (json!({ "source": "csv", "text": "title\nfox" }), "spec.mapping"),
        (json!({ "source": "csv", "text": "prompt,prompt\na,b" }), "spec.text"),
        (
            json!({ "source": "csv", "text": "prompt,seed\na,1\nb" }),
            "rows[1].text",
        ),
        (
            json!({ "source": "prompts", "prompts": ["a"], "axes": { "models": ["no/such"] } }),
            "rows[0].model_id",
        ),
        (
            json!({ "source": "prompts", "prompts": ["a"], "axes": { "parameters": { "num_inference_steps": [4, 900] } } }),
            "rows[1].parameters.num_inference_steps",
        ),
    ] {
        let answer = browser.post(CREATE, &with_spec(&spec)).await;
        seen.push((fields(&answer).remove(0), expected));
    }
    let (seen, expected): (Vec<String>, Vec<&str>) = seen.into_iter().unzip();
    assert_eq!(seen, expected);
    for (field, value) in [
        ("priority", json!(101)),
        ("window_jobs", json!(0)),
        ("name", json!(" ")),
        ("project_id", json!("0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b")),
    ] {
        let mut body = body();
        body[field] = value;
        assert_eq!(fields(&browser.post(CREATE, &body).await), [field]);
    }
    assert_eq!(
        browser.get("/api/batches").await.json()["items"],
        json!([]),
        "nothing is half-done"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_rows_are_left_out_on_demand(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let mut body = with_spec(&json!({ "source": "csv", "text": "prompt,seed\nfox,1\nowl,minus one\nelk,3" }));
    body["skip_broken_rows"] = true.into();
    let forecast = browser.post(PREVIEW, &body).await.json();
    assert_eq!(
        (
            &forecast["broken_rows"],
            &forecast["errors"][0]["line"],
            &forecast["errors"][0]["row"]
        ),
        (&json!(1), &json!(3), &json!(1)),
        "{forecast:#}"
    );
    let batch = browser.post(CREATE, &body).await.json()["batch"].clone();
    assert_eq!(
        (&batch["rows"], &batch["counts"]["queued"]),
        (&json!(3), &json!(2)),
        "{batch:#}"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_table_comes_as_a_file(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let request = with_spec(&json!({ "source": "csv", "text": "" }));
    let forecast = post_file(&mut browser, PREVIEW, &request, "prompt;num_images\nKäse;2\n")
        .await
        .json();
    assert_eq!(
        (&forecast["images"], &forecast["first_rows"][0]["prompt"]),
        (&json!(2), &json!("Käse"))
    );
    let binary = post_file(&mut browser, PREVIEW, &request, "\0\0\0").await;
    assert_eq!(fields(&binary), ["file"]);
    let answer = post_file(&mut browser, PREVIEW, &body(), "prompt\nfox").await;
    assert_eq!(fields(&answer), ["request.spec.source"]);
    let huge = "x".repeat(66 * 1024 * 1024);
    post_file(&mut browser, PREVIEW, &request, &huge)
        .await
        .problem(413, "too_large");
    browser
        .post_text(PREVIEW, "text/csv", "prompt\nfox")
        .await
        .problem(415, "unsupported_media_type");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_batch_is_steered_by_its_owner_alone(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let mut bob = studio.signed_in("bob@example.org").await;
    let batch = create(&mut ada).await;
    for answer in [
        bob.get(&path(&batch, "")).await,
        bob.get(&path(&batch, "/rows")).await,
        bob.put_empty(&path(&batch, "/pause")).await,
        bob.delete(&path(&batch, "/pause")).await,
        bob.put(&path(&batch, "/priority"), &json!({ "priority": 1 })).await,
        bob.delete(&path(&batch, "")).await,
    ] {
        answer.problem(404, "not_found");
    }
    for _ in ["once", "twice"] {
        let paused = ada.put_empty(&path(&batch, "/pause")).await.json()["batch"].clone();
        assert_eq!(
            (&paused["state"], &paused["waiting"]["code"]),
            (&json!("paused"), &json!("batch_paused"))
        );
    }
    assert_eq!(
        ada.delete(&path(&batch, "/pause")).await.json()["batch"]["state"],
        "running"
    );
    let urgent = ada.put(&path(&batch, "/priority"), &json!({ "priority": 7 })).await;
    assert_eq!(urgent.json()["batch"]["priority"], 7);
    let answer = ada.put(&path(&batch, "/priority"), &json!({ "priority": 1000 })).await;
    assert_eq!(fields(&answer), ["priority"]);
    for _ in ["once", "twice"] {
        let cancelled = ada.delete(&path(&batch, "")).await;
        assert_eq!(
            (cancelled.status, &cancelled.json()["batch"]["state"]),
            (202, &json!("cancelling"))
        );
    }
    ada.put_empty(&path(&batch, "/pause")).await.problem(409, "conflict");
    let rows = ada.get(&path(&batch, "/rows?axis=color")).await;
    assert_eq!(fields(&rows), ["axis"]);
}
