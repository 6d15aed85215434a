//! With a state folder, a simulator that dies comes back with everything it had promised.

use std::path::Path;

use serde_json::json;
use studio_fal_sim::LedgerOutcome;

use crate::support::{Sim, eventually};

async fn start(folder: &Path) -> Sim {
    // The public URL is fixed as a deployment's would be; otherwise stored URLs would name the old port.
    let folder = folder.to_owned();
    Sim::start_with(move |config| {
        config.state_dir = Some(folder);
        config.public_url = Some("http://sim.test".to_owned());
    })
    .await
}

fn small(seed: u64) -> serde_json::Value {
    json!({ "prompt": "a lake", "image_size": { "width": 64, "height": 64 }, "seed": seed })
}

#[tokio::test]
async fn results_and_files_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = start(folder.path()).await;
    let result = first.result_of("fal-ai/flux/dev", &small(1)).await;
    let id = result.headers["x-fal-request-id"].to_str().unwrap().to_owned();
    let path = result.body["images"][0]["url"]
        .as_str()
        .unwrap()
        .strip_prefix("http://sim.test")
        .unwrap()
        .to_owned();
    let bytes = first
        .client
        .get(first.url(&path))
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    first.running.shutdown().await;

    let second = start(folder.path()).await;
    let again = second.get(&format!("/queue/fal-ai/flux/requests/{id}")).await;
    assert_eq!((again.status, again.body), (200, result.body));
    let file = second.client.get(second.url(&path)).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "image/jpeg");
    assert_eq!(file.bytes().await.unwrap(), bytes);
    let ledger = second.running.ledger();
    assert_eq!((ledger.len(), ledger[0].outcome), (1, LedgerOutcome::Succeeded));
}

#[tokio::test]
async fn unfinished_requests_go_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = start(folder.path()).await;
    first.faults(json!([{ "kind": "never_finish" }])).await;
    let id = first
        .submit(
            "fal-ai/flux/dev",
            &json!({ "prompt": "x", "image_size": { "width": 64, "height": 64 } }),
        )
        .await;
    eventually("it runs", || {
        first.running.ledger()[0].outcome == LedgerOutcome::Running
    })
    .await;
    first.running.shutdown().await;
    // What a process leaves that died in the middle of a line.
    use std::io::Write as _;
    let mut journal = std::fs::OpenOptions::new()
        .append(true)
        .open(folder.path().join("journal.jsonl"))
        .unwrap();
    journal.write_all(b"{\"event\":\"acc").unwrap();

    let second = start(folder.path()).await;
    let status = second.completed("fal-ai/flux", &id).await;
    assert!(status.get("error").is_none());
    assert_eq!(second.running.ledger().len(), 1);
    second.submit("fal-ai/flux/dev", &small(2)).await;
    second.running.shutdown().await;
    let third = start(folder.path()).await;
    assert_eq!(third.running.ledger().len(), 2, "lines after the torn one count");
}

#[tokio::test]
async fn an_unacknowledged_webhook_is_delivered_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    // Nobody listens yet, but the address is known.
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    drop(socket);
    let first = start(folder.path()).await;
    let path = format!("/queue/fal-ai/flux/dev?fal_webhook=http%3A%2F%2F{address}%2Fhook");
    first.post(&path, &small(1)).await;
    eventually("it is tried", || first.running.ledger()[0].webhook_attempts > 0).await;
    first.running.shutdown().await;

    let delivered = std::sync::Arc::new(tokio::sync::Notify::new());
    let heard = delivered.clone();
    let router = axum::Router::new().route(
        "/hook",
        axum::routing::post(move || async move {
            heard.notify_one();
            "ok"
        }),
    );
    let socket = tokio::net::TcpListener::bind(address).await.unwrap();
    tokio::spawn(async move { axum::serve(socket, router).await.unwrap() });
    let second = start(folder.path()).await;
    delivered.notified().await;
    eventually("it is noted", || second.running.ledger()[0].webhook_status == Some(200)).await;
}

#[tokio::test]
async fn a_reset_forgets_the_folder_too() {
    let folder = tempfile::tempdir().unwrap();
    let first = start(folder.path()).await;
    first.result_of("fal-ai/flux/dev", &small(1)).await;
    assert_eq!(std::fs::read_dir(folder.path().join("files")).unwrap().count(), 1);
    first.running.reset();
    assert_eq!(std::fs::read_dir(folder.path().join("files")).unwrap().count(), 0);
    first.running.shutdown().await;
    assert!(start(folder.path()).await.running.ledger().is_empty());
}
