//! The whole protocol against the simulator, and the promise that no job is sent twice.

use std::time::Duration;

use chrono::Utc;
use futures::StreamExt;
use serde_json::{Value, json};
use studio_fal_client::{
    Accepted, BillingAnswer, BillingQuery, CancelOutcome, EndpointId, FalClient, FalConfig, HistoryMatch, HistoryQuery,
    Kind, Logs, ResultOutcome, Status, SubmitOptions, SubmitOutcome, UploadFile,
    webhook::{JwksCache, WebhookError},
};
use studio_fal_sim::{Fault, FaultKind, RunningSim, SimConfig, Simulator, Stage};

use crate::server;

async fn start() -> (RunningSim, FalClient) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sim = Simulator::spawn(SimConfig::instant(), "127.0.0.1:0".parse().unwrap())
        .await
        .unwrap();
    let config = FalConfig::simulator(&sim.base_url().parse().unwrap(), server::key());
    (sim, FalClient::new(config).unwrap())
}

fn schnell() -> EndpointId {
    EndpointId::parse("fal-ai/flux/schnell").unwrap()
}

fn input() -> Value {
    json!({"prompt": "a lighthouse", "seed": 7, "image_size": {"width": 64, "height": 64}})
}

async fn submit(client: &FalClient, input: &Value) -> SubmitOutcome {
    client.submit(&schnell(), input, &SubmitOptions::default()).await
}

async fn accepted(client: &FalClient, input: &Value) -> Accepted {
    match submit(client, input).await {
        SubmitOutcome::Accepted(job) => job,
        other => panic!("{other:?}"),
    }
}

/// Follows the stream to its end.
async fn end(client: &FalClient, job: &Accepted) -> Status {
    let stream = client.stream_status(&job.urls.status_url, Logs::Include).await.unwrap();
    let mut items: Vec<Status> = stream.map(Result::unwrap).collect().await;
    items.pop().unwrap()
}

async fn output(client: &FalClient, job: &Accepted) -> Value {
    match client.result(&job.urls.response_url).await.unwrap() {
        ResultOutcome::Output(output) => output.json,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_job_goes_all_the_way_to_its_picture_and_its_bill() {
    let (sim, client) = start().await;
    let begun = Utc::now();
    let job = accepted(&client, &input()).await;
    let status = end(&client, &job).await;
    assert!(
        matches!(&status, Status::Completed(end) if !end.is_failure()),
        "{status:?}"
    );
    let output = output(&client, &job).await;
    assert_eq!(output["seed"], 7);
    let picture = client
        .download(output["images"][0]["url"].as_str().unwrap(), 1 << 20)
        .await
        .unwrap();
    assert_eq!(picture.content_type.as_deref(), Some("image/jpeg"));
    assert!(picture.bytes.starts_with(b"\xff\xd8\xff"));
    let query = BillingQuery {
        request_id: &job.request_id,
        endpoint: &schnell(),
        from: begun,
        until: Utc::now(),
    };
    let BillingAnswer::Billed(bill) = client.billing_event(&query).await.unwrap() else {
        panic!("no bill")
    };
    assert_eq!(bill.cost_nano_usd, 3_000_000);
    assert_eq!(sim.ledger().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_the_history() {
    let (sim, client) = start().await;
    sim.set_faults(vec![Fault::always(FaultKind::AcceptThenDrop {}).times(1)])
        .unwrap();
    let begun = Utc::now();
    let outcome = submit(&client, &input()).await;
    assert!(matches!(outcome, SubmitOutcome::Unknown { .. }), "{outcome:?}");
    let found = find(&client, begun).await;
    let urls = client.request_urls(&schnell(), &found);
    assert!(matches!(
        client.result(&urls.response_url).await.unwrap(),
        ResultOutcome::Output(_)
    ));
    assert_eq!(sim.ledger().len(), 1, "one submit, one paid job");
}

/// Asks until the request has ended and is listed.
async fn find(client: &FalClient, begun: chrono::DateTime<Utc>) -> String {
    for _ in 0..100 {
        let query = HistoryQuery {
            endpoint: &schnell(),
            input: &input(),
            sent_after: begun - Duration::from_secs(1),
            sent_before: Utc::now() + Duration::from_secs(1),
            request_id: None,
        };
        match client.find_request(&query).await.unwrap() {
            HistoryMatch::Found(request_id) => return request_id,
            HistoryMatch::Absent => tokio::time::sleep(Duration::from_millis(50)).await,
            other => panic!("{other:?}"),
        }
    }
    panic!("the request never appeared in the history")
}

#[tokio::test]
async fn a_refused_submit_leaves_no_job_and_a_doubtful_one_is_never_called_refused() {
    let (sim, client) = start().await;
    let faults = [
        FaultKind::RateLimit { retry_after_s: Some(2) },
        FaultKind::AccountLocked {},
        FaultKind::Http {
            status: 503,
            detail: None,
            retry_after_s: None,
        },
        FaultKind::Http {
            status: 500,
            detail: None,
            retry_after_s: None,
        },
        FaultKind::HtmlBody { status: 502 },
        FaultKind::HtmlBody { status: 200 },
        FaultKind::ErrorIn200 {},
        FaultKind::InvalidJson {},
        FaultKind::WrongContentType {
            content_type: "text/html".to_owned(),
        },
        FaultKind::AcceptThenDrop {},
        FaultKind::Refuse {},
    ];
    for fault in faults {
        sim.reset();
        sim.set_faults(vec![Fault::always(fault.clone())]).unwrap();
        let outcome = submit(&client, &input()).await;
        let jobs = sim.ledger().len();
        let honest = match &outcome {
            SubmitOutcome::Accepted(_) => jobs == 1,
            SubmitOutcome::Refused { .. } => jobs == 0,
            SubmitOutcome::Unknown { .. } => jobs <= 1,
        };
        assert!(honest, "{fault:?}: {outcome:?} with {jobs} jobs");
    }
}

#[tokio::test]
async fn a_bad_input_fails_as_a_job_and_names_its_field() {
    let (_sim, client) = start().await;
    let job = accepted(&client, &json!({"prompt": "x", "num_inference_steps": 28})).await;
    end(&client, &job).await;
    let outcome = client.result(&job.urls.response_url).await.unwrap();
    let ResultOutcome::ModelError(error) = outcome else {
        panic!("{outcome:?}")
    };
    let Kind::InvalidInput { fields } = error.kind else {
        panic!("{error:?}")
    };
    assert_eq!(
        (fields[0].field.as_str(), fields[0].code.as_str()),
        ("num_inference_steps", "less_than_equal")
    );
}

#[tokio::test]
async fn model_and_platform_failures_keep_their_meaning() {
    let (sim, client) = start().await;
    let cases = [
        (
            FaultKind::ModelError {
                error: "content_policy_violation".to_owned(),
            },
            "content_policy",
        ),
        (
            FaultKind::ModelError {
                error: "generation_timeout".to_owned(),
            },
            "timeout",
        ),
        (
            FaultKind::PlatformError {
                error: "runner_disconnected".to_owned(),
            },
            "unavailable",
        ),
        (
            FaultKind::PlatformError {
                error: "internal_error".to_owned(),
            },
            "internal",
        ),
    ];
    for (fault, kind) in cases {
        sim.set_faults(vec![Fault::always(fault)]).unwrap();
        let job = accepted(&client, &input()).await;
        assert!(matches!(end(&client, &job).await, Status::Completed(_)));
        let outcome = client.result(&job.urls.response_url).await.unwrap();
        assert!(
            matches!(&outcome, ResultOutcome::ModelError(error) if error.kind.name() == kind),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn trouble_while_fetching_does_not_lose_the_picture() {
    let (sim, client) = start().await;
    let job = accepted(&client, &input()).await;
    end(&client, &job).await;
    for fault in [
        FaultKind::HtmlBody { status: 503 },
        FaultKind::InvalidJson {},
        FaultKind::ErrorIn200 {},
    ] {
        sim.set_faults(vec![Fault::always(fault.clone()).on(Stage::Result)])
            .unwrap();
        assert!(client.result(&job.urls.response_url).await.is_err(), "{fault:?}");
    }
    sim.set_faults(Vec::new()).unwrap();
    output(&client, &job).await;
}

#[tokio::test]
async fn unknown_things_are_told_apart() {
    let (_sim, client) = start().await;
    let urls = client.request_urls(&schnell(), "0190-no-such-request");
    assert_eq!(client.status(&urls.status_url, Logs::Omit).await.unwrap(), Status::Gone);
    assert!(matches!(
        client.result(&urls.response_url).await.unwrap(),
        ResultOutcome::Gone
    ));
    assert_eq!(client.cancel(&urls.cancel_url).await.unwrap(), CancelOutcome::Gone);
    let missing = EndpointId::parse("fal-ai/no-such-app").unwrap();
    let outcome = client.submit(&missing, &input(), &SubmitOptions::default()).await;
    let refused = matches!(&outcome, SubmitOutcome::Refused { reason: studio_fal_client::Refusal::Answered(error), .. }
        if error.kind == Kind::UnknownEndpoint);
    assert!(refused, "{outcome:?}");
}

#[tokio::test]
async fn a_finished_job_cannot_be_cancelled() {
    let (_sim, client) = start().await;
    let job = accepted(&client, &input()).await;
    end(&client, &job).await;
    assert_eq!(
        client.cancel(&job.urls.cancel_url).await.unwrap(),
        CancelOutcome::AlreadyCompleted
    );
}

#[tokio::test]
async fn a_file_goes_up_and_comes_down_the_same() {
    let (_sim, client) = start().await;
    let bytes = bytes::Bytes::from_static(b"\x89PNG\r\n\x1a\nnot really");
    let file = UploadFile {
        bytes: bytes.clone(),
        content_type: "image/png".to_owned(),
        file_name: "input.png".to_owned(),
        lifetime: None,
    };
    let url = client.upload(file).await.unwrap();
    let media = client.download(url.as_str(), 1_000).await.unwrap();
    assert_eq!((media.bytes, media.content_type.as_deref()), (bytes, Some("image/png")));
}

#[tokio::test]
async fn the_simulators_keys_are_read_and_a_forgery_is_refused() {
    let (_sim, client) = start().await;
    client.webhook_keys().await.unwrap();
    let pairs = [
        ("x-fal-webhook-request-id", "r".to_owned()),
        ("x-fal-webhook-user-id", "u".to_owned()),
        ("x-fal-webhook-timestamp", Utc::now().timestamp().to_string()),
        ("x-fal-webhook-signature", "ab".repeat(64)),
    ];
    let headers = pairs
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
        .into_iter()
        .collect();
    let forged = JwksCache::new(client)
        .verify(&headers, b"{}", Utc::now())
        .await
        .map(drop);
    assert!(matches!(forged, Err(WebhookError::Signature)), "{forged:?}");
}

#[tokio::test]
async fn a_broken_download_is_noticed() {
    let (sim, client) = start().await;
    let job = accepted(&client, &input()).await;
    end(&client, &job).await;
    let output = output(&client, &job).await;
    let fault = FaultKind::TruncatedImage {
        keep: 0.5,
        break_connection: true,
    };
    sim.set_faults(vec![Fault::always(fault)]).unwrap();
    let url = output["images"][0]["url"].as_str().unwrap();
    let error = client.download(url, 1 << 20).await.unwrap_err();
    assert!(matches!(error, studio_fal_client::Error::Truncated { .. }), "{error:?}");
}
