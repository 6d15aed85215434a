//! Every row of the provider's error tables.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::*;

fn check(status: u16, headers: &[(&str, &str)], body: &Value) -> ProviderError {
    check_bytes(status, headers, body.to_string().as_bytes())
}

fn check_bytes(status: u16, headers: &[(&str, &str)], body: &[u8]) -> ProviderError {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(
            HeaderName::try_from(*name).unwrap(),
            HeaderValue::from_str(value).unwrap(),
        );
    }
    classify(StatusCode::from_u16(status).unwrap(), &map, body)
}

fn item(code: &str) -> Value {
    json!({"detail": [{"loc": ["body", "image_url"], "msg": "m", "type": code, "ctx": {}, "input": "x"}]})
}

#[test]
fn model_errors_are_told_by_the_type_of_their_items() {
    let model = Kind::Timeout {
        limit: TimeLimit::Model,
    };
    let table = [
        ("internal_server_error", 500, Kind::Internal),
        ("generation_timeout", 504, model),
        ("downstream_service_error", 400, Kind::Unavailable),
        ("downstream_service_error", 500, Kind::Unavailable),
        ("downstream_service_unavailable", 500, Kind::Unavailable),
    ];
    for (code, status, kind) in table {
        let error = check(status, &[], &item(code));
        assert_eq!(
            (error.kind, error.retry, error.code.as_deref()),
            (kind, Retry::Backoff, Some(code))
        );
    }
    let refused = check(422, &[], &item("content_policy_violation"));
    assert_eq!((refused.kind, refused.retry), (Kind::ContentPolicy, Retry::Never));
}

#[test]
fn every_422_type_is_a_final_complaint_about_a_field() {
    let types = [
        "no_media_generated",
        "image_load_error",
        "file_download_error",
        "face_detection_error",
        "feature_not_supported",
        "image_too_small",
        "image_too_large",
        "file_too_large",
        "greater_than",
        "greater_than_equal",
        "less_than",
        "less_than_equal",
        "multiple_of",
        "sequence_too_short",
        "sequence_too_long",
        "one_of",
        "unsupported_image_format",
        "unsupported_audio_format",
        "unsupported_video_format",
        "video_duration_too_long",
        "video_duration_too_short",
        "audio_duration_too_long",
        "audio_duration_too_short",
        "invalid_archive",
        "archive_file_count_below_minimum",
        "archive_file_count_exceeds_maximum",
        "missing",
        "string_type",
        "int_parsing",
        "literal_error",
        "value_error.missing",
        "a_type_of_tomorrow",
    ];
    for code in types {
        let error = check(422, &[("x-fal-needs-retry", "1")], &item(code));
        assert_eq!(error.retry, Retry::Never, "{code}");
        let Kind::InvalidInput { fields } = error.kind else {
            panic!("{code}: {:?}", error.kind)
        };
        assert_eq!((fields[0].field.as_str(), fields[0].code.as_str()), ("image_url", code));
    }
}

#[test]
fn a_complaint_keeps_path_rule_and_figures() {
    let error = check_bytes(422, &[], include_bytes!("../../tests/fixtures/invalid_steps.json"));
    let Kind::InvalidInput { fields } = error.kind else {
        panic!("{:?}", error.kind)
    };
    assert_eq!(fields[0].field, "num_inference_steps");
    assert_eq!(fields[0].message.as_str(), "Input should be less than or equal to 12");
    assert_eq!(fields[0].context["le"], 12);
    assert_eq!(fields[1].field, "loras.0.path");
}

#[test]
fn the_content_checker_outweighs_other_complaints() {
    let body = json!({"detail": [
        {"loc": ["body"], "msg": "m", "type": "missing"},
        {"loc": ["body", "prompt"], "msg": "m", "type": "content_policy_violation"},
    ]});
    assert_eq!(check(422, &[], &body).kind, Kind::ContentPolicy);
}

#[test]
fn platform_errors_are_told_by_their_name_in_body_or_header() {
    let unstated = Kind::Timeout {
        limit: TimeLimit::Unstated,
    };
    let table = [
        ("request_timeout", 504, unstated.clone(), Retry::Backoff),
        ("startup_timeout", 504, unstated, Retry::Backoff),
        ("runner_scheduling_failure", 503, Kind::Unavailable, Retry::Backoff),
        ("runner_connection_timeout", 503, Kind::Unavailable, Retry::Backoff),
        ("runner_disconnected", 503, Kind::Unavailable, Retry::Backoff),
        ("runner_connection_refused", 503, Kind::Unavailable, Retry::Backoff),
        ("runner_connection_error", 503, Kind::Unavailable, Retry::Backoff),
        ("runner_incomplete_response", 502, Kind::Unavailable, Retry::Backoff),
        ("runner_server_error", 500, Kind::Internal, Retry::Backoff),
        ("internal_error", 500, Kind::Internal, Retry::Backoff),
        ("client_disconnected", 499, Kind::Cancelled, Retry::Never),
        ("client_cancelled", 499, Kind::Cancelled, Retry::Never),
        (
            "bad_request",
            400,
            Kind::InvalidInput { fields: Vec::new() },
            Retry::Never,
        ),
    ];
    for (code, status, kind, retry) in table {
        let named = check(status, &[], &json!({"detail": "text", "error_type": code}));
        assert_eq!(
            (&named.kind, named.retry, named.code.as_deref()),
            (&kind, retry, Some(code))
        );
        let header = check_bytes(status, &[("x-fal-error-type", code)], b"");
        assert_eq!(
            (&header.kind, header.retry, header.code.as_deref()),
            (&kind, retry, Some(code))
        );
    }
}

#[test]
fn a_timeout_of_our_own_is_not_the_platforms() {
    let table = [
        ("user", TimeLimit::Start, Retry::Never),
        ("infrastructure", TimeLimit::Platform, Retry::Backoff),
        ("something-new", TimeLimit::Unstated, Retry::Backoff),
    ];
    for (whose, limit, retry) in table {
        let body = json!({"detail": "Request timed out", "error_type": "request_timeout"});
        let headers = [("x-fal-request-timeout-type", whose), ("x-fal-needs-retry", "1")];
        let error = check(504, &headers, &body);
        assert_eq!((error.kind, error.retry), (Kind::Timeout { limit }, retry), "{whose}");
    }
}

#[test]
fn concurrency_is_recognised_under_any_status() {
    for status in [429, 200] {
        let body = include_bytes!("../../tests/fixtures/concurrency.json");
        let error = check_bytes(status, &[("x-fal-needs-retry", "1")], body);
        assert_eq!(
            error.kind,
            Kind::RateLimited {
                retry_after: None,
                limit: Some(20)
            }
        );
        assert_eq!(error.retry, Retry::Backoff);
    }
}

#[test]
fn statuses_without_a_name() {
    let unstated = Kind::Timeout {
        limit: TimeLimit::Unstated,
    };
    let refused = Kind::InvalidInput { fields: Vec::new() };
    let table = [
        (400, refused.clone(), Retry::Never),
        (401, Kind::AccountBlocked, Retry::Never),
        (403, Kind::AccountBlocked, Retry::Never),
        (404, Kind::UnknownEndpoint, Retry::Never),
        (405, Kind::UnknownEndpoint, Retry::Never),
        (408, unstated.clone(), Retry::Backoff),
        (409, Kind::Unavailable, Retry::Backoff),
        (410, Kind::Gone, Retry::Never),
        (413, refused.clone(), Retry::Never),
        (422, refused, Retry::Never),
        (
            429,
            Kind::RateLimited {
                retry_after: None,
                limit: None,
            },
            Retry::Backoff,
        ),
        (499, Kind::Cancelled, Retry::Never),
        (500, Kind::Internal, Retry::Backoff),
        (502, Kind::Unavailable, Retry::Backoff),
        (503, Kind::Unavailable, Retry::Backoff),
        (504, unstated, Retry::Backoff),
        (529, Kind::Internal, Retry::Backoff),
        (307, Kind::Malformed, Retry::Never),
        (200, Kind::Malformed, Retry::Backoff),
    ];
    for (status, kind, retry) in table {
        let error = check(status, &[], &json!({"detail": "some text"}));
        assert_eq!(
            (error.kind, error.retry, error.message.as_str()),
            (kind, retry, "some text"),
            "{status}"
        );
    }
}

#[test]
fn a_404_has_three_meanings_and_a_proxys_page_has_none() {
    let table: [(&[u8], Kind); 6] = [
        (br#"{"status":"NOT_FOUND"}"#, Kind::Gone),
        (br#"{"detail":"Request not found"}"#, Kind::Gone),
        (
            include_bytes!("../../tests/fixtures/unknown_path.json"),
            Kind::UnknownEndpoint,
        ),
        (
            include_bytes!("../../tests/fixtures/unknown_application.json"),
            Kind::UnknownEndpoint,
        ),
        (
            br#"{"error":{"type":"not_found","message":"no such model"}}"#,
            Kind::UnknownEndpoint,
        ),
        (b"<html>nginx</html>", Kind::Malformed),
    ];
    for (body, kind) in table {
        assert_eq!(
            check_bytes(404, &[], body).kind,
            kind,
            "{}",
            String::from_utf8_lossy(body)
        );
    }
}

#[test]
fn a_model_that_is_refused_by_its_supplier_does_not_block_our_account() {
    let error = check(401, &[("x-fal-request-id", "r1")], &json!({"detail": "Unauthorized"}));
    assert_eq!(
        (error.kind, error.retry, error.request_id.as_deref()),
        (Kind::Internal, Retry::Never, Some("r1"))
    );
}

#[test]
fn the_platforms_advice_is_heard_where_there_is_room() {
    let table = [
        (500, "x-fal-needs-retry", "0", Retry::Never),
        (503, "x-fal-needs-retry", "0", Retry::Never),
        (503, "x-fal-retryable", "false", Retry::Never),
        (500, "x-fal-needs-retry", "1", Retry::Backoff),
        (403, "x-fal-needs-retry", "1", Retry::Never),
        (429, "x-fal-needs-retry", "0", Retry::Backoff),
        (503, "x-fal-needs-retry", "perhaps", Retry::Backoff),
    ];
    for (status, name, value, retry) in table {
        assert_eq!(
            check_bytes(status, &[(name, value)], b"").retry,
            retry,
            "{status} {name}: {value}"
        );
    }
}

#[test]
fn retry_after_is_read_in_both_forms_and_bounded() {
    let sent = ("date", "Sun, 06 Nov 1994 08:49:07 GMT");
    let table: [(&[(&str, &str)], Retry); 5] = [
        (&[("retry-after", "7")], Retry::After(Duration::from_secs(7))),
        (
            &[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"), sent],
            Retry::After(Duration::from_secs(30)),
        ),
        (&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")], Retry::Backoff),
        (
            &[("retry-after", "999999999")],
            Retry::After(Duration::from_secs(3_600)),
        ),
        (&[("retry-after", "soon")], Retry::Backoff),
    ];
    for (headers, retry) in table {
        for status in [429, 503] {
            assert_eq!(check_bytes(status, headers, b"").retry, retry, "{status} {headers:?}");
        }
    }
}

#[test]
fn nothing_a_user_typed_reaches_a_log() {
    let error = check_bytes(422, &[], include_bytes!("../../tests/fixtures/content_policy.json"));
    let invalid = check(
        422,
        &[],
        &json!({"detail": [{"loc": ["body"], "msg": "bad: secret words", "type": "x"}]}),
    );
    for error in [error, invalid] {
        let printed = format!("{error} {error:?}");
        assert!(
            !printed.contains("secret words") && !printed.contains("private prompt"),
            "{printed}"
        );
    }
}

#[test]
fn any_bytes_have_a_meaning() {
    for body in [
        &b""[..],
        b"null",
        b"[]",
        b"\xff\xfe",
        b"{\"detail\":7}",
        b"{\"detail\":[7,null,{}]}",
        b"{",
    ] {
        for status in [200, 400, 404, 422, 500, 503] {
            assert!(!check_bytes(status, &[], body).to_string().is_empty());
        }
    }
}
