//! Uploading: the ticket with the key, the bytes without.

use std::time::Duration;

use bytes::Bytes;
use studio_fal_client::{Error, Retry, UPLOAD_MAX_BYTES, UploadFile};

use crate::server::{self, Act, Server, answer};

const FILE_URL: &str = "https://v3.fal.media/files/panda/input.png";

fn file() -> UploadFile {
    UploadFile {
        bytes: Bytes::from_static(b"picture"),
        content_type: "image/png".to_owned(),
        file_name: "input.png".to_owned(),
        lifetime: Some(Duration::from_secs(60)),
    }
}

fn ticket(upload_url: &str, file_url: &str) -> Act {
    server::json(
        200,
        serde_json::json!({ "upload_url": upload_url, "file_url": file_url }).to_string(),
    )
}

/// A server that gives a ticket for itself and answers the upload with this status.
async fn office(status: u16) -> Server {
    Server::build(|base| {
        let upload_url = base.join("/put?signature=s").unwrap();
        vec![ticket(upload_url.as_str(), FILE_URL), answer(status, &[], "")]
    })
    .await
}

#[tokio::test]
async fn an_upload_is_a_ticket_with_the_key_and_a_put_without() {
    let server = office(200).await;
    assert_eq!(server.client().upload(file()).await.unwrap().as_str(), FILE_URL);
    let requests = server.requests();
    assert!(requests[0].starts_with("POST /rest/storage/upload/initiate?storage_type=fal-cdn-v3 HTTP/1.1"));
    assert!(requests[0].contains("\r\nauthorization: Key 4f1c2b:9a0b7c\r\n"));
    assert!(requests[0].contains("\r\nx-fal-object-lifecycle: {\"expiration_duration_seconds\":60}\r\n"));
    assert!(requests[0].ends_with("{\"content_type\":\"image/png\",\"file_name\":\"input.png\"}"));
    assert!(requests[1].starts_with("PUT /put?signature=s HTTP/1.1"));
    assert!(requests[1].contains("\r\ncontent-type: image/png\r\n") && requests[1].ends_with("\r\n\r\npicture"));
    assert!(!requests[1].contains("authorization"));
}

#[tokio::test]
async fn a_refused_put_is_an_error() {
    for (status, retry) in [(403, Retry::Never), (503, Retry::Backoff), (307, Retry::Never)] {
        let error = office(status).await.client().upload(file()).await.unwrap_err();
        assert_eq!(error.retry(), retry, "{error:?}");
    }
}

#[tokio::test]
async fn a_ticket_for_somewhere_inside_our_network_is_not_used() {
    let target = Server::always(answer(200, &[], "")).await;
    for act in [
        ticket(target.base.as_str(), FILE_URL),
        ticket(FILE_URL, "file:///etc/passwd"),
    ] {
        let error = Server::always(act).await.client().upload(file()).await.unwrap_err();
        assert!(matches!(error, Error::UntrustedUrl { .. }), "{error:?}");
    }
    assert!(target.requests().is_empty());
}

#[tokio::test]
async fn a_file_that_is_too_large_is_not_sent() {
    let server = office(200).await;
    let large = UploadFile {
        bytes: vec![0; UPLOAD_MAX_BYTES + 1].into(),
        ..file()
    };
    assert!(matches!(
        server.client().upload(large).await,
        Err(Error::TooLarge { .. })
    ));
    assert!(server.requests().is_empty());
}
