//! What is known after a submit, whatever the other side does.

use std::time::{Duration, Instant};

use serde_json::json;
use studio_fal_client::{
    EndpointId, FalClient, FalConfig, Kind, Priority, Refusal, Retry, Sent, ServerRetries, SubmitOptions,
    SubmitOutcome, TransportCause, UnknownCause,
};
use url::Url;

use crate::server::{self, Act, Server, answer, head};

const ACCEPTED: &str = include_str!("../fixtures/submit_accepted.json");
const REQUEST_ID: &str = "019e161b-386c-7d33-8106-3f6c0b6f2a11";

fn endpoint() -> EndpointId {
    EndpointId::parse("fal-ai/flux/dev").unwrap()
}

async fn submit(client: &FalClient) -> SubmitOutcome {
    client
        .submit(
            &endpoint(),
            &json!({"prompt": "a lighthouse"}),
            &SubmitOptions::default(),
        )
        .await
}

/// Submits once against a server that acts so, and checks that it saw exactly one request.
async fn outcome_of(act: Act) -> SubmitOutcome {
    let server = Server::always(act).await;
    let outcome = submit(&server.client()).await;
    assert_eq!(server.requests().len(), 1, "a submit is sent exactly once");
    outcome
}

async fn refusal_of(act: Act) -> (Kind, Retry) {
    match outcome_of(act).await {
        SubmitOutcome::Refused {
            reason: Refusal::Answered(error),
            retry,
        } => (error.kind, retry),
        other => panic!("{other:?}"),
    }
}

async fn unknown_of(act: Act) -> (UnknownCause, Option<String>) {
    match outcome_of(act).await {
        SubmitOutcome::Unknown { cause, request_id } => (cause, request_id),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_accepted_job_has_its_id_and_its_addresses() {
    let SubmitOutcome::Accepted(job) = outcome_of(server::json(200, ACCEPTED)).await else {
        panic!()
    };
    assert_eq!(job.request_id, REQUEST_ID);
    assert_eq!(job.queue_position, Some(3));
    let status = format!("https://queue.fal.run/fal-ai/flux/requests/{REQUEST_ID}/status");
    assert_eq!(job.urls.status_url.as_str(), status);
}

#[tokio::test]
async fn options_travel_as_the_protocol_says() {
    let server = Server::always(server::json(200, ACCEPTED)).await;
    let options = SubmitOptions {
        webhook_url: Some("https://studio.example/hook?token=a&b=c".parse().unwrap()),
        start_timeout: Some(Duration::from_millis(90_500)),
        priority: Priority::Low,
        runner_hint: Some("seed-7".to_owned()),
        max_queue_length: Some(12),
        file_lifetime: Some(Duration::from_secs(3_600)),
        server_retries: ServerRetries::Forbidden,
    };
    server
        .client()
        .submit(&endpoint(), &json!({"seed": 196_619_188_014_358_660_u64}), &options)
        .await;
    let request = &server.requests()[0];
    let target = "POST /queue/fal-ai/flux/dev?fal_webhook=https%3A%2F%2Fstudio.example%2Fhook%3Ftoken%3Da%26b%3Dc\
                  &fal_max_queue_length=12 HTTP/1.1\r\n";
    assert!(request.starts_with(target), "{request}");
    for line in [
        "authorization: Key 4f1c2b:9a0b7c",
        "content-type: application/json",
        "x-fal-queue-priority: low",
        "x-fal-request-start-timeout: 90.5",
        "x-fal-runner-hint: seed-7",
        "x-fal-object-lifecycle-preference: {\"expiration_duration_seconds\":3600}",
        "x-fal-no-retry: 1",
    ] {
        assert!(
            request.contains(&format!("\r\n{line}\r\n")),
            "{line} is missing in {request}"
        );
    }
    assert!(request.ends_with("\r\n\r\n{\"seed\":196619188014358660}"), "{request}");
}

#[tokio::test]
async fn a_start_timeout_the_provider_would_refuse_is_raised() {
    let server = Server::always(server::json(200, ACCEPTED)).await;
    let options = SubmitOptions {
        start_timeout: Some(Duration::ZERO),
        ..SubmitOptions::default()
    };
    server.client().submit(&endpoint(), &json!({}), &options).await;
    assert!(server.requests()[0].contains("\r\nx-fal-request-start-timeout: 2\r\n"));
}

#[tokio::test]
async fn a_connection_dropped_after_the_request_is_unknown() {
    let (cause, request_id) = unknown_of(Act::Drop).await;
    assert!(matches!(cause, UnknownCause::Transport(error) if error.sent == Sent::Maybe));
    assert_eq!(request_id, None);
}

#[tokio::test]
async fn a_connection_reset_after_an_earlier_answer_is_not_resent() {
    let keep_alive = answer(503, &["content-type: application/json"], "{\"detail\":\"busy\"}");
    let server = Server::start(vec![keep_alive, Act::Drop, Act::Drop]).await;
    let client = server.client();
    submit(&client).await;
    assert!(matches!(submit(&client).await, SubmitOutcome::Unknown { .. }));
    assert_eq!(server.requests().len(), 2, "two submits, two requests");
}

#[tokio::test]
async fn every_submit_has_a_connection_of_its_own() {
    let Act::Write(bytes) = server::json(200, ACCEPTED) else {
        panic!()
    };
    let server = Server::always(Act::Stay(bytes)).await;
    let client = server.client();
    for _ in 0..3 {
        // On a connection that has answered once, this server never answers again.
        assert!(matches!(submit(&client).await, SubmitOutcome::Accepted(_)));
    }
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn no_answer_in_time_is_unknown() {
    let begun = Instant::now();
    let (cause, _) = unknown_of(Act::Hang).await;
    assert!(matches!(cause, UnknownCause::Transport(error) if error.cause == TransportCause::Timeout));
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn half_an_answer_is_unknown_and_keeps_the_id_of_its_headers() {
    let head = head(200, &["content-length: 900", "x-fal-request-id: r-from-header"]);
    let (cause, request_id) = unknown_of(Act::Write(format!("{head}{}", &ACCEPTED[..40]).into_bytes())).await;
    assert!(matches!(cause, UnknownCause::Transport(_)), "{cause:?}");
    assert_eq!(request_id.as_deref(), Some("r-from-header"));
}

#[tokio::test]
async fn an_answer_that_proves_nothing_is_unknown() {
    let cases = [
        answer(200, &[], &ACCEPTED[..40]),
        answer(200, &["content-type: text/html"], "<html>welcome</html>"),
        server::json(200, "{\"detail\":\"Internal Server Error\"}"),
        server::json(200, "{\"request_id\":\"\"}"),
        server::json(202, ""),
        server::json(500, "{\"detail\":\"Internal Server Error\"}"),
        answer(502, &["content-type: text/html"], "<html>nginx</html>"),
        server::json(
            504,
            "{\"detail\":\"Request timed out\",\"error_type\":\"request_timeout\"}",
        ),
        answer(303, &["location: /elsewhere"], ""),
        server::json(499, "{}"),
    ];
    for act in cases {
        let (cause, _) = unknown_of(act).await;
        assert!(matches!(cause, UnknownCause::Answered(_)), "{cause:?}");
    }
}

#[tokio::test]
async fn garbage_instead_of_http_is_unknown() {
    unknown_of(Act::Write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec())).await;
}

#[tokio::test]
async fn a_refusal_that_names_a_request_is_unknown() {
    let (_, request_id) = unknown_of(server::json(503, "{\"request_id\":\"r1\",\"detail\":\"busy\"}")).await;
    assert_eq!(request_id.as_deref(), Some("r1"));
}

#[tokio::test]
async fn an_endless_answer_is_unknown() {
    let huge = format!("{{\"x\":\"{}\"}}", "x".repeat(2 << 20));
    let (cause, _) = unknown_of(server::json(200, huge)).await;
    assert!(matches!(cause, UnknownCause::Answered(error) if error.kind == Kind::Malformed));
}

#[tokio::test]
async fn refusals_say_what_to_do() {
    let limited = |retry_after| Kind::RateLimited {
        retry_after,
        limit: Some(20),
    };
    let concurrency = include_str!("../fixtures/concurrency.json");
    let seven = Duration::from_secs(7);
    let cases = [
        (server::json(429, concurrency), limited(None), Retry::Backoff),
        (server::json(200, concurrency), limited(None), Retry::Backoff),
        (
            answer(429, &["retry-after: 7"], concurrency),
            limited(Some(seven)),
            Retry::After(seven),
        ),
        (
            server::json(503, "{\"detail\":\"busy\"}"),
            Kind::Unavailable,
            Retry::Backoff,
        ),
        (
            answer(503, &["retry-after: 7"], "<html>nginx</html>"),
            Kind::Unavailable,
            Retry::After(seven),
        ),
        (
            server::json(401, include_str!("../fixtures/unknown_key.json")),
            Kind::AccountBlocked,
            Retry::Never,
        ),
        (
            server::json(403, include_str!("../fixtures/account_locked.json")),
            Kind::AccountBlocked,
            Retry::Never,
        ),
        (
            server::json(404, include_str!("../fixtures/unknown_application.json")),
            Kind::UnknownEndpoint,
            Retry::Never,
        ),
        (
            server::json(413, "{}"),
            Kind::InvalidInput { fields: Vec::new() },
            Retry::Never,
        ),
        (
            answer(307, &["location: https://elsewhere.example/"], ""),
            Kind::Malformed,
            Retry::Never,
        ),
    ];
    for (act, kind, retry) in cases {
        assert_eq!(refusal_of(act).await, (kind, retry));
    }
}

#[tokio::test]
async fn a_refusal_cut_short_is_still_a_refusal() {
    let cut = Act::Write(head(429, &["content-length: 900", "retry-after: 3"]).into_bytes());
    assert_eq!(refusal_of(cut).await.1, Retry::After(Duration::from_secs(3)));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = Server::always(server::json(200, ACCEPTED)).await;
    let location = format!("location: {}", target.base);
    refusal_of(answer(308, &[location.as_str()], "")).await;
    assert!(target.requests().is_empty());
}

#[tokio::test]
async fn the_label_of_a_good_answer_does_not_matter() {
    let outcome = outcome_of(answer(201, &["content-type: text/plain"], ACCEPTED)).await;
    assert!(matches!(outcome, SubmitOutcome::Accepted(_)), "{outcome:?}");
}

#[tokio::test]
async fn addresses_of_strangers_are_replaced_by_the_documented_ones() {
    for body in [
        ACCEPTED.replace("queue.fal.run", "evil.example"),
        ACCEPTED.replace("https://queue", "ftp://queue"),
        format!("{{\"request_id\":\"{REQUEST_ID}\",\"status_url\":7}}"),
    ] {
        let server = Server::always(server::json(200, body)).await;
        let SubmitOutcome::Accepted(job) = submit(&server.client()).await else {
            panic!()
        };
        let expected = server.url(&format!("/queue/fal-ai/flux/requests/{REQUEST_ID}/cancel"));
        assert_eq!(job.urls.cancel_url, expected);
    }
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed: Url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    assert_unreachable(submit(&server::client_of(&closed)).await);
    let unknown_name: Url = "http://provider.invalid".parse().unwrap();
    assert_unreachable(submit(&server::client_of(&unknown_name)).await);
}

#[tokio::test]
async fn a_failed_tls_handshake_sent_nothing() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base: Url = format!("https://{}", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut socket, b"HTTP/1.1 400 X\r\n\r\n")
            .await
            .unwrap();
    });
    assert_unreachable(submit(&server::client_of(&base)).await);
}

fn assert_unreachable(outcome: SubmitOutcome) {
    let SubmitOutcome::Refused {
        reason: Refusal::Unreachable(error),
        retry,
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert_eq!((error.sent, retry), (Sent::No, Retry::Backoff));
    assert!(
        matches!(error.cause, TransportCause::Connect | TransportCause::Dns),
        "{error:?}"
    );
}

#[tokio::test]
async fn no_log_shows_key_webhook_or_prompt() {
    let options = SubmitOptions {
        webhook_url: Some("https://s.example/?token=t0k3n".parse().unwrap()),
        ..SubmitOptions::default()
    };
    let server = Server::always(Act::Drop).await;
    let client = server.client();
    let outcome = client
        .submit(&endpoint(), &json!({"prompt": "private words"}), &options)
        .await;
    let config = FalConfig::new(server::key());
    let printed = format!("{outcome:?} {options:?} {client:?} {config:?}");
    for secret in ["t0k3n", "private words", "9a0b7c"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
