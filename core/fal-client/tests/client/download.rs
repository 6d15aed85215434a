//! Fetching media from hosts that lie.

use studio_fal_client::{Error, Retry};

use crate::server::{self, Act, Server, answer, head};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot really";

async fn download_of(act: Act, max_bytes: u64) -> Result<studio_fal_client::Media, Error> {
    let server = Server::always(act).await;
    server.client().download(server.url("/x.png").as_str(), max_bytes).await
}

#[tokio::test]
async fn a_file_comes_with_its_claimed_type_and_without_our_key() {
    let server = Server::always(answer(200, &["content-type: Image/PNG; x=1"], PNG)).await;
    let media = server
        .client()
        .download(server.url("/x.png").as_str(), 100)
        .await
        .unwrap();
    assert_eq!(
        (media.bytes.as_ref(), media.content_type.as_deref()),
        (PNG, Some("image/png"))
    );
    let request = server.requests()[0].to_ascii_lowercase();
    assert!(
        !request.contains("authorization") && !request.contains("accept-encoding"),
        "{request}"
    );
}

#[tokio::test]
async fn too_much_is_not_read_whether_announced_or_not() {
    assert!(matches!(
        download_of(answer(200, &[], PNG), 5).await,
        Err(Error::TooLarge { limit_bytes: 5 })
    ));
    let unannounced = [head(200, &["connection: close"]).as_bytes(), PNG].concat();
    assert!(matches!(
        download_of(Act::Write(unannounced), 5).await,
        Err(Error::TooLarge { limit_bytes: 5 })
    ));
}

#[tokio::test]
async fn fewer_bytes_than_announced_are_a_truncation() {
    let short = [head(200, &["content-length: 900"]).as_bytes(), PNG].concat();
    let error = download_of(Act::Write(short), 1_000).await.unwrap_err();
    assert!(
        matches!(error, Error::Truncated { received_bytes } if received_bytes == PNG.len() as u64),
        "{error:?}"
    );
    let broken = format!("{}5\r\nhello\r\n", head(200, &["transfer-encoding: chunked"])).into_bytes();
    assert!(matches!(
        download_of(Act::Write(broken), 1_000).await,
        Err(Error::Truncated { received_bytes: 5 })
    ));
}

#[tokio::test]
async fn other_statuses_say_whether_to_come_back() {
    for (status, retry) in [
        (404, Retry::Never),
        (403, Retry::Never),
        (206, Retry::Never),
        (503, Retry::Backoff),
    ] {
        let error = download_of(answer(status, &[], "x"), 100).await.unwrap_err();
        assert!(
            matches!(error, Error::Media { status: told } if told == status),
            "{error:?}"
        );
        assert_eq!(error.retry(), retry);
    }
}

#[tokio::test]
async fn redirects_are_followed_to_allowed_addresses_only_and_not_for_ever() {
    let target = Server::always(answer(200, &[], PNG)).await;
    let outside = answer(302, &[format!("location: {}", target.base).as_str()], "");
    assert!(matches!(download_of(outside, 100).await, Err(Error::Transport(_))));
    assert!(target.requests().is_empty());

    let inside = Server::start(vec![
        answer(302, &["location: /there", "connection: close"], ""),
        answer(200, &[], PNG),
    ]);
    let inside = inside.await;
    let media = inside
        .client()
        .download(inside.url("/here").as_str(), 100)
        .await
        .unwrap();
    assert_eq!(media.bytes.as_ref(), PNG);

    let circle = Server::always(answer(302, &["location: /again", "connection: close"], "")).await;
    assert!(circle.client().download(circle.url("/").as_str(), 100).await.is_err());
    assert_eq!(circle.requests().len(), 6);
}

#[tokio::test]
async fn addresses_inside_our_network_are_not_visited() {
    let server = Server::always(answer(200, &[], PNG)).await;
    let client = server::client_of(&"http://127.0.0.1:9".parse().unwrap());
    for url in [
        server.base.as_str(),
        "http://example.com/x.png",
        "https://10.0.0.1/x",
        "file:///etc/passwd",
        "x",
        "",
    ] {
        let error = client.download(url, 100).await.unwrap_err();
        assert!(matches!(error, Error::UntrustedUrl { .. }), "{url}: {error:?}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn inlined_files_need_no_network() {
    let client = server::client_of(&"http://127.0.0.1:9".parse().unwrap());
    let media = client.download("data:image/png;base64,iVBORw==", 10).await.unwrap();
    assert_eq!(
        (media.bytes.as_ref(), media.content_type.as_deref()),
        (&b"\x89PNG"[..], Some("image/png"))
    );
}
