//! Looking for a request in the provider's list, and for its bill.

use serde_json::{Value, json};
use studio_fal_client::{BillingAnswer, BillingQuery, EndpointId, HistoryMatch, HistoryQuery, Retry};

use crate::server::{self, Act, Server};

const PAGE_1: &str = include_str!("../fixtures/history_page_1.json");
const PAGE_2: &str = include_str!("../fixtures/history_page_2.json");

fn endpoint() -> EndpointId {
    EndpointId::parse("fal-ai/flux/dev").unwrap()
}

/// Looks for seed 7 in the ten seconds around 10:00:02.
async fn find_in(server: &Server, request_id: Option<&str>) -> HistoryMatch {
    find(server, &json!({"prompt": "a lighthouse", "seed": 7}), request_id).await
}

async fn find(server: &Server, input: &Value, request_id: Option<&str>) -> HistoryMatch {
    let query = HistoryQuery {
        endpoint: &endpoint(),
        input,
        sent_after: "2026-11-20T09:59:58Z".parse().unwrap(),
        sent_before: "2026-11-20T10:00:08Z".parse().unwrap(),
        request_id,
    };
    server.client().find_request(&query).await.unwrap()
}

fn page(items: &Value) -> Act {
    server::json(
        200,
        json!({"items": items, "has_more": false, "next_cursor": null}).to_string(),
    )
}

fn item(request_id: &str, input: &Value) -> Value {
    json!({"request_id": request_id, "sent_at": "2026-11-20T10:00:02Z", "json_input": input})
}

#[tokio::test]
async fn a_request_is_found_by_its_input_and_time_on_any_page() {
    let server = Server::start(vec![server::json(200, PAGE_1), server::json(200, PAGE_2)]).await;
    assert_eq!(find_in(&server, None).await, HistoryMatch::Found("ours".to_owned()));
    let requests = server.requests();
    let target = "GET /api/v1/models/requests/by-endpoint?endpoint_id=fal-ai%2Fflux%2Fdev\
                  &start=2026-11-20T09%3A59%3A58.000Z&expand=payloads&limit=100 HTTP/1.1";
    assert!(requests[0].starts_with(target), "{}", requests[0]);
    assert!(
        requests[1].contains("&limit=100&cursor=cGFnZTI%3D HTTP/1.1"),
        "{}",
        requests[1]
    );
}

#[tokio::test]
async fn all_pages_are_read_before_absence_is_claimed() {
    let server = Server::start(vec![server::json(200, PAGE_1), server::json(200, PAGE_2)]).await;
    assert_eq!(find(&server, &json!({"seed": 9}), None).await, HistoryMatch::Absent);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn two_matches_are_not_guessed_between() {
    let input = json!({"seed": 7, "prompt": "a lighthouse"});
    let server = Server::always(page(&json!([item("a", &input), item("b", &input)]))).await;
    assert_eq!(find_in(&server, None).await, HistoryMatch::Ambiguous);
    assert_eq!(find_in(&server, Some("b")).await, HistoryMatch::Found("b".to_owned()));
    let twice = Server::always(page(&json!([item("a", &input), item("a", &input)]))).await;
    assert_eq!(find_in(&twice, None).await, HistoryMatch::Found("a".to_owned()));
}

#[tokio::test]
async fn a_hidden_input_proves_nothing() {
    let hidden = json!({"request_id": "a", "sent_at": "2026-11-20T10:00:02Z"});
    assert_eq!(
        find_in(&Server::always(page(&json!([hidden]))).await, None).await,
        HistoryMatch::Inconclusive
    );
    let elsewhere = json!({"request_id": "a", "sent_at": "2026-11-20T12:00:00Z"});
    assert_eq!(
        find_in(&Server::always(page(&json!([elsewhere]))).await, None).await,
        HistoryMatch::Absent
    );
}

#[tokio::test]
async fn a_list_that_cannot_be_read_whole_proves_nothing() {
    let body = json!({"items": [], "has_more": true, "next_cursor": null}).to_string();
    let server = Server::always(server::json(200, body)).await;
    assert_eq!(find_in(&server, None).await, HistoryMatch::Inconclusive);
    let body = json!({"items": [], "has_more": true, "next_cursor": "same"}).to_string();
    let circle = Server::always(server::json(200, body)).await;
    assert_eq!(find_in(&circle, None).await, HistoryMatch::Inconclusive);
    assert_eq!(
        circle.requests().len(),
        2,
        "a cursor that repeats itself is not followed again"
    );
}

#[tokio::test]
async fn a_key_without_the_right_is_told_from_a_bad_moment() {
    for (status, kind) in [
        (401, "authorization_error"),
        (403, "authorization_error"),
        (404, "not_found"),
    ] {
        let body = json!({"error": {"type": kind, "message": "no"}}).to_string();
        let server = Server::always(server::json(status, body)).await;
        assert_eq!(find_in(&server, None).await, HistoryMatch::Unsupported, "{status}");
    }
    for act in [
        server::json(503, "{}"),
        server::json(200, "{\"items\":"),
        server::json(200, "{}"),
        Act::Drop,
    ] {
        let server = Server::always(act).await;
        let (endpoint, input) = (endpoint(), json!({}));
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        let query = HistoryQuery {
            endpoint: &endpoint,
            input: &input,
            sent_after: now,
            sent_before: now,
            request_id: None,
        };
        assert_eq!(
            server.client().find_request(&query).await.unwrap_err().retry(),
            Retry::Backoff
        );
    }
}

async fn bill_of(act: Act, request_id: &str) -> (Server, BillingAnswer) {
    let server = Server::always(act).await;
    let endpoint = endpoint();
    let query = BillingQuery {
        request_id,
        endpoint: &endpoint,
        from: "2026-01-01T00:00:00Z".parse().unwrap(),
        until: "2026-11-21T00:00:00Z".parse().unwrap(),
    };
    let answer = server.client().billing_event(&query).await.unwrap();
    (server, answer)
}

#[tokio::test]
async fn a_bill_is_exact_and_the_question_no_longer_than_allowed() {
    let act = || server::json(200, include_str!("../fixtures/billing_events.json"));
    let (server, answer) = bill_of(act(), "ours").await;
    let BillingAnswer::Billed(event) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!((event.request_id.as_str(), event.cost_nano_usd), ("ours", 45_000_000));
    assert_eq!(event.timestamp.unwrap().to_rfc3339(), "2026-11-20T10:00:04+00:00");
    assert!(server.requests()[0].contains("start=2026-08-23T00%3A00%3A00.000Z&end=2026-11-21T"));
    assert_eq!(bill_of(act(), "unknown").await.1, BillingAnswer::Absent);
    let denied = server::json(
        403,
        "{\"error\":{\"type\":\"authorization_error\",\"message\":\"ADMIN\"}}",
    );
    assert_eq!(bill_of(denied, "ours").await.1, BillingAnswer::Unsupported);
}
