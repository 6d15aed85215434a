//! The status stream, however the bytes arrive.

use futures::StreamExt;
use studio_fal_client::{Error, Logs, Retry, Status};

use crate::server::{self, Act, Server, answer, head};

const EVENTS: &str = "data: {\"status\":\"IN_QUEUE\",\"queue_position\":1,\"logs\":null}\n\n\
    : keep-alive\n\n\
    data: {\"status\":\"IN_PROGRESS\",\"logs\":[{\"message\":\"one\"}]}\n\n\
    data: {\"status\":\"IN_PROGRESS\",\"logs\":[{\"message\":\"two\"},{\"message\":\"drei ü\"}]}\n\n\
    data: {\"status\":\"COMPLETED\",\"logs\":[{\"message\":\"end\"}],\"metrics\":{\"inference_time\":2.5}}\n\n\
    data: {\"status\":\"IN_QUEUE\",\"queue_position\":9}\n\n";

fn event_stream() -> String {
    head(
        200,
        &["content-type: text/event-stream; charset=utf-8", "connection: close"],
    )
}

async fn items_of(act: Act) -> Vec<Result<Status, Error>> {
    let server = Server::always(act).await;
    let stream = server
        .client()
        .stream_status(&server.url("/r/status"), Logs::Include)
        .await
        .unwrap();
    assert!(server.requests()[0].starts_with("GET /r/status/stream?logs=1 HTTP/1.1"));
    stream.collect().await
}

fn words(status: &Status) -> Vec<&str> {
    let logs = match status {
        Status::InProgress { logs } => logs,
        Status::Completed(end) => &end.logs,
        Status::InQueue { .. } | Status::Gone => return Vec::new(),
    };
    logs.iter().map(|line| line.message.as_str()).collect()
}

#[tokio::test]
async fn increments_are_concatenated_and_the_end_ends_the_stream() {
    for size in [1, 7, 4096] {
        let pieces = EVENTS.as_bytes().chunks(size).map(<[u8]>::to_vec);
        let act = if size == 1 {
            Act::Write([event_stream().as_bytes(), EVENTS.as_bytes()].concat())
        } else {
            Act::Pieces(std::iter::once(event_stream().into_bytes()).chain(pieces).collect())
        };
        let items: Vec<Status> = items_of(act).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(items.len(), 4);
        assert_eq!(items[0], Status::InQueue { position: Some(1) });
        assert_eq!(words(&items[1]), ["one"]);
        assert_eq!(words(&items[2]), ["one", "two", "drei ü"]);
        assert_eq!(words(&items[3]), ["one", "two", "drei ü", "end"]);
    }
}

#[tokio::test]
async fn a_stream_that_stops_early_is_an_error_not_an_end() {
    let begun = EVENTS.split_inclusive("\n\n").next().unwrap();
    let cases = [
        Act::Write(format!("{}{begun}", event_stream()).into_bytes()),
        Act::Write(format!("{}{begun}data: {{\"status\":\"COMPL\n\n", event_stream()).into_bytes()),
        Act::Write(format!("{}{begun}data: {{\"status\":\"COMPLETED\"}}\n", event_stream()).into_bytes()),
    ];
    for act in cases {
        let items = items_of(act).await;
        assert_eq!(items.len(), 2, "{items:?}");
        assert_eq!(items[1].as_ref().unwrap_err().retry(), Retry::Backoff);
    }
}

#[tokio::test]
async fn a_silent_stream_is_given_up() {
    let server = Server::always(Act::Hang).await;
    let error = server
        .client()
        .stream_status(&server.url("/s"), Logs::Omit)
        .await
        .err()
        .unwrap();
    assert_eq!(error.retry(), Retry::Backoff);
}

#[tokio::test]
async fn an_expired_job_is_one_item() {
    let items = items_of(server::json(404, "{\"status\":\"NOT_FOUND\"}")).await;
    assert!(matches!(items[..], [Ok(Status::Gone)]), "{items:?}");
}

#[tokio::test]
async fn what_is_not_a_stream_is_refused() {
    for act in [
        answer(200, &["content-type: application/json"], "{}"),
        answer(503, &[], "busy"),
    ] {
        let server = Server::always(act).await;
        assert!(
            server
                .client()
                .stream_status(&server.url("/s"), Logs::Omit)
                .await
                .is_err()
        );
    }
}
