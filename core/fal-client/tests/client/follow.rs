//! Status, result and cancel.

use studio_fal_client::{
    CancelOutcome, Error, FalClient, FalConfig, Kind, Logs, ResultOutcome, Retry, Status, TimeLimit,
};
use url::Url;

use crate::server::{self, Act, Server, answer};

async fn status_of(act: Act) -> Result<Status, Error> {
    let server = Server::always(act).await;
    server.client().status(&server.url("/status"), Logs::Omit).await
}

async fn result_of(act: Act) -> Result<ResultOutcome, Error> {
    let server = Server::always(act).await;
    server.client().result(&server.url("/response")).await
}

async fn model_error_of(act: Act) -> (Kind, Retry) {
    match result_of(act).await {
        Ok(ResultOutcome::ModelError(error)) => (error.kind, error.retry),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_state_is_understood_under_any_success_status() {
    for http in [200, 202] {
        let queued = status_of(server::json(http, include_str!("../fixtures/status_in_queue.json")))
            .await
            .unwrap();
        assert_eq!(queued, Status::InQueue { position: Some(17) });
        let running = status_of(server::json(http, include_str!("../fixtures/status_in_progress.json")))
            .await
            .unwrap();
        let Status::InProgress { logs } = running else {
            panic!("{running:?}")
        };
        assert_eq!(logs[0].timestamp.unwrap().to_rfc3339(), "2026-05-11T09:14:02.113+00:00");
        assert_eq!(
            (logs[1].message.as_str(), logs[1].timestamp, logs[1].level.as_deref()),
            ("21%", None, None)
        );
        let done = status_of(server::json(http, include_str!("../fixtures/status_completed.json")))
            .await
            .unwrap();
        let Status::Completed(end) = done else {
            panic!("{done:?}")
        };
        assert_eq!((end.is_failure(), end.inference_s), (false, Some(1.8125)));
    }
}

#[tokio::test]
async fn a_failed_job_is_completed_too() {
    let status = status_of(server::json(200, include_str!("../fixtures/status_failed.json")))
        .await
        .unwrap();
    let Status::Completed(end) = status else {
        panic!("{status:?}")
    };
    assert!(end.is_failure());
    assert_eq!(end.error.unwrap().as_str(), "Request timed out");
    assert_eq!(
        (end.error_type.as_deref(), end.inference_s),
        (Some("request_timeout"), None)
    );
}

#[tokio::test]
async fn only_the_providers_own_404_means_gone() {
    assert_eq!(
        status_of(server::json(404, "{\"status\":\"NOT_FOUND\"}"))
            .await
            .unwrap(),
        Status::Gone
    );
    let page = status_of(answer(404, &["content-type: text/html"], "<html>nginx</html>"))
        .await
        .unwrap_err();
    assert_eq!(page.retry(), Retry::Backoff);
}

#[tokio::test]
async fn a_status_that_cannot_be_read_says_nothing_about_the_job() {
    let cases = [
        server::json(200, "{\"status\":\"COMPL"),
        server::json(200, "{\"status\":\"EXPLODED\"}"),
        server::json(200, "[]"),
        answer(200, &["content-type: text/html"], "<html></html>"),
        answer(503, &[], "<html>nginx</html>"),
        server::json(500, "{\"detail\":\"Internal Server Error\"}"),
        Act::Drop,
        Act::Hang,
    ];
    for act in cases {
        assert_eq!(status_of(act).await.unwrap_err().retry(), Retry::Backoff);
    }
}

#[tokio::test]
async fn logs_are_asked_for_only_when_wanted() {
    let server = Server::always(server::json(200, include_str!("../fixtures/status_completed.json"))).await;
    let client = server.client();
    client.status(&server.url("/r/status"), Logs::Include).await.unwrap();
    client.status(&server.url("/r/status"), Logs::Omit).await.unwrap();
    let requests = server.requests();
    assert!(
        requests[0].starts_with("GET /r/status?logs=1 HTTP/1.1"),
        "{}",
        requests[0]
    );
    assert!(requests[1].starts_with("GET /r/status HTTP/1.1"), "{}", requests[1]);
}

#[tokio::test]
async fn an_output_keeps_big_seeds_and_the_billed_quantity() {
    let body = include_str!("../fixtures/output_flux.json");
    let act = answer(200, &["x-fal-billable-units: 1.0", "x-fal-request-id: 019e"], body);
    let outcome = result_of(act).await.unwrap();
    let ResultOutcome::Output(output) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(output.json["seed"].as_u64(), Some(196_619_188_014_358_660));
    assert_eq!(output.billable_units.unwrap().nano_units, 1_000_000_000);
    assert_eq!(output.request_id.as_deref(), Some("019e"));
}

#[tokio::test]
async fn a_result_may_not_exist_yet_or_no_longer() {
    let early = result_of(server::json(400, include_str!("../fixtures/still_in_progress.json")))
        .await
        .unwrap();
    assert!(matches!(early, ResultOutcome::NotFinished), "{early:?}");
    let late = result_of(server::json(404, "{\"detail\":\"Request not found\"}"))
        .await
        .unwrap();
    assert!(matches!(late, ResultOutcome::Gone), "{late:?}");
}

#[tokio::test]
async fn model_errors_are_final_for_the_request() {
    let from_model = "x-fal-request-id: 019e";
    let start = Kind::Timeout {
        limit: TimeLimit::Start,
    };
    let cases = [
        (
            server::json(422, include_str!("../fixtures/content_policy.json")),
            Kind::ContentPolicy,
            Retry::Never,
        ),
        (
            server::json(404, include_str!("../fixtures/unknown_path.json")),
            Kind::UnknownEndpoint,
            Retry::Never,
        ),
        (
            answer(500, &[from_model], "{\"detail\":\"Internal Server Error\"}"),
            Kind::Internal,
            Retry::Backoff,
        ),
        (
            answer(503, &[from_model], "{\"detail\":\"GPU error\"}"),
            Kind::Unavailable,
            Retry::Backoff,
        ),
        (
            server::json(
                503,
                "{\"detail\":\"Runner disconnected\",\"error_type\":\"runner_disconnected\"}",
            ),
            Kind::Unavailable,
            Retry::Backoff,
        ),
        (
            answer(
                504,
                &["x-fal-error-type: request_timeout", "x-fal-request-timeout-type: user"],
                "",
            ),
            start,
            Retry::Never,
        ),
        (
            server::json(499, "{\"detail\":\"Client cancelled\"}"),
            Kind::Cancelled,
            Retry::Never,
        ),
    ];
    for (act, kind, retry) in cases {
        assert_eq!(model_error_of(act).await, (kind, retry));
    }
    let invalid = model_error_of(server::json(422, include_str!("../fixtures/invalid_steps.json")))
        .await
        .0;
    assert!(matches!(invalid, Kind::InvalidInput { fields } if fields.len() == 2));
}

#[tokio::test]
async fn trouble_on_the_way_does_not_end_a_job() {
    let cases = [
        answer(502, &["content-type: text/html"], "<html>nginx</html>"),
        answer(503, &[], ""),
        server::json(500, "{\"detail\":\"Internal Server Error\"}"),
        server::json(429, include_str!("../fixtures/concurrency.json")),
        server::json(200, include_str!("../fixtures/concurrency.json")),
        server::json(200, "{\"detail\":\"Internal Server Error\"}"),
        server::json(200, "{\"images\":[{\"url\":\"https://v3.fal"),
        answer(200, &["content-type: text/html"], "<html></html>"),
        answer(404, &[], "<html>nginx</html>"),
        Act::Write(server::head(200, &["content-length: 900"]).into_bytes()),
        Act::Drop,
    ];
    for act in cases {
        assert_eq!(result_of(act).await.unwrap_err().retry(), Retry::Backoff);
    }
    let locked = result_of(server::json(403, include_str!("../fixtures/account_locked.json")))
        .await
        .unwrap_err();
    assert!(matches!(locked, Error::Provider(error) if error.kind == Kind::AccountBlocked));
}

#[tokio::test]
async fn a_result_beyond_the_limit_is_not_read() {
    let server = Server::always(server::json(200, format!("{{\"x\":\"{}\"}}", "x".repeat(200)))).await;
    let mut config = FalConfig::simulator(&server.base, server::key());
    config.limits.result_bytes = 100;
    server.client(); // installs the crypto provider
    let error = FalClient::new(config)
        .unwrap()
        .result(&server.url("/r"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit_bytes: 100 }), "{error:?}");
}

#[tokio::test]
async fn cancelling_tells_what_became_of_the_wish() {
    let cases = [
        (
            server::json(202, "{\"status\":\"CANCELLATION_REQUESTED\"}"),
            CancelOutcome::Requested,
        ),
        (server::json(200, "{\"success\":true}"), CancelOutcome::Requested),
        (
            server::json(400, "{\"status\":\"ALREADY_COMPLETED\"}"),
            CancelOutcome::AlreadyCompleted,
        ),
        (server::json(404, "{\"status\":\"NOT_FOUND\"}"), CancelOutcome::Gone),
    ];
    for (act, expected) in cases {
        let server = Server::always(act).await;
        assert_eq!(server.client().cancel(&server.url("/c")).await.unwrap(), expected);
        let request = &server.requests()[0];
        assert!(request.starts_with("PUT /c HTTP/1.1"), "{request}");
        assert_eq!(request.matches("content-length: 0").count(), 1, "{request}");
    }
    let server = Server::always(server::json(400, "{\"detail\":\"no\"}")).await;
    assert!(server.client().cancel(&server.url("/c")).await.is_err());
}

#[tokio::test]
async fn the_key_never_goes_to_a_stranger() {
    let stranger = Server::always(server::json(200, "{}")).await;
    let ours: Url = "http://127.0.0.1:9".parse().unwrap();
    let client = server::client_of(&ours);
    let url = stranger.url("/status");
    assert!(matches!(
        client.status(&url, Logs::Omit).await,
        Err(Error::UntrustedUrl { .. })
    ));
    assert!(matches!(
        client.stream_status(&url, Logs::Omit).await,
        Err(Error::UntrustedUrl { .. })
    ));
    assert!(matches!(client.result(&url).await, Err(Error::UntrustedUrl { .. })));
    assert!(matches!(client.cancel(&url).await, Err(Error::UntrustedUrl { .. })));
    assert!(stranger.requests().is_empty());
}

#[tokio::test]
async fn the_key_does_not_follow_a_redirect() {
    let stranger = Server::always(server::json(200, "{}")).await;
    let location = format!("location: {}", stranger.base);
    for status in [301, 302, 307, 308] {
        assert!(status_of(answer(status, &[location.as_str()], "")).await.is_err());
    }
    assert!(stranger.requests().is_empty());
}

#[tokio::test]
async fn another_accounts_key_can_be_used_on_the_same_connections() {
    let server = Server::always(server::json(200, include_str!("../fixtures/status_completed.json"))).await;
    let other = server
        .client()
        .with_key(studio_fal_client::Secret::new("other:key").unwrap());
    other.status(&server.url("/s"), Logs::Omit).await.unwrap();
    assert!(server.requests()[0].contains("\r\nauthorization: Key other:key\r\n"));
}
