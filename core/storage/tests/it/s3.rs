//! What is particular to S3: wrong settings, a service in trouble, download addresses.

use std::time::{Duration, Instant};

use futures::StreamExt;
use reqwest::{Response, StatusCode, header};
use studio_storage::{Error, KeyPrefix, ObjectStore, S3Config, S3Store, S3Timeouts, StorageConfig};
use tokio::{io::AsyncReadExt, net::TcpListener};
use url::Url;

use crate::{
    s3_server::{S3Server, fresh},
    samples::{original, pattern, thumbnail},
};

const HOUR: Duration = Duration::from_hours(1);

async fn fetch(address: Url) -> Response {
    // Fails when another test was first, which is as good.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::new().get(address).send().await.unwrap()
}

async fn address_of(store: &S3Store, filename: &str) -> Url {
    let address = store.presigned_download(&original(1, 0), filename, HOUR).await;
    address.unwrap().unwrap()
}

/// Runs every operation and gives what each said.
async fn try_all(store: &S3Store) -> Vec<Error> {
    let mut said = try_all_but_put(store).await;
    said.push(store.put(&original(1, 0), pattern(3)).await.unwrap_err());
    said
}

async fn try_all_but_put(store: &S3Store) -> Vec<Error> {
    let key = original(1, 0);
    vec![
        store.get(&key, None).await.unwrap_err(),
        store.head(&key).await.unwrap_err(),
        store.delete(&key).await.unwrap_err(),
        store.list(KeyPrefix::All).next().await.unwrap().unwrap_err(),
        store.check().await.unwrap_err(),
    ]
}

#[tokio::test]
async fn a_wrong_secret_is_denied() {
    let server = S3Server::start().await;
    let config = S3Config {
        secret_key: "guess".into(),
        ..server.config()
    };
    for error in try_all(&S3Store::open(&config).unwrap()).await {
        assert!(matches!(error, Error::Denied { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn an_unknown_access_key_is_denied() {
    let server = S3Server::start().await;
    let config = S3Config {
        access_key: "stranger".into(),
        ..server.config()
    };
    for error in try_all(&S3Store::open(&config).unwrap()).await {
        assert!(matches!(error, Error::Denied { .. }), "{error:?}");
    }
}

/// Without `put`: this server makes the bucket anew, others answer `NoSuchBucket`.
#[tokio::test]
async fn a_missing_bucket_is_denied_and_named() {
    let (store, server) = fresh().await;
    server.remove_bucket();
    for error in try_all_but_put(&store).await {
        assert!(matches!(error, Error::Denied { .. }), "{error:?}");
    }
    let said = store.check().await.unwrap_err().to_string();
    assert!(said.contains("`pictures`"), "{said}");
}

#[tokio::test]
async fn a_stopped_server_is_unavailable_within_seconds() {
    let (store, mut server) = fresh().await;
    store.put(&original(1, 0), pattern(3)).await.unwrap();
    server.stop().await;
    let start = Instant::now();
    for error in try_all(&store).await {
        assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
    }
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{:?} for six calls",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_silent_server_is_given_up_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mute = tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((socket, _)) = listener.accept().await {
            open.push(socket);
        }
    });
    let server = S3Server::start().await;
    let config = S3Config {
        endpoint: Some(Url::parse(&format!("http://{address}")).unwrap()),
        timeouts: S3Timeouts {
            small: Duration::from_secs(1),
            transfer: Duration::from_secs(1),
            ..S3Timeouts::default()
        },
        ..server.config()
    };
    let start = Instant::now();
    for error in try_all(&S3Store::open(&config).unwrap()).await {
        assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
    }
    assert!(
        start.elapsed() < Duration::from_secs(12),
        "{:?} for six calls of 1 s",
        start.elapsed()
    );
    mute.abort();
}

#[tokio::test]
async fn a_download_that_breaks_off_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let breaking = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _read = socket.read(&mut request).await.unwrap();
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\netag: \"x\"\r\nlast-modified: Mon, 23 Nov 2026 10:00:00 GMT\r\n\r\nhalf";
        tokio::io::AsyncWriteExt::write_all(&mut socket, head.as_bytes())
            .await
            .unwrap();
    });
    let server = S3Server::start().await;
    let config = S3Config {
        endpoint: Some(Url::parse(&format!("http://{address}")).unwrap()),
        ..server.config()
    };
    let store = S3Store::open(&config).unwrap();
    let object = store.get(&original(1, 0), None).await.unwrap().unwrap();
    assert!(matches!(object.bytes().await, Err(Error::Unavailable(_))));
    breaking.await.unwrap();
}

#[tokio::test]
async fn a_download_address_gives_the_object_and_its_headers() {
    let (store, _alive) = fresh().await;
    store.put(&original(1, 0), pattern(70_000)).await.unwrap();
    let answer = fetch(address_of(&store, "fox.png").await).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/png");
    assert_eq!(
        answer.headers()[header::CACHE_CONTROL],
        "private, max-age=31536000, immutable"
    );
    assert_eq!(answer.bytes().await.unwrap(), pattern(70_000));
}

#[tokio::test]
async fn a_thumbnail_is_served_with_its_own_type() {
    let (store, _alive) = fresh().await;
    store.put(&thumbnail(1, 0), pattern(7)).await.unwrap();
    let address = store
        .presigned_download(&thumbnail(1, 0), "t.avif", HOUR)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(fetch(address).await.headers()[header::CONTENT_TYPE], "image/avif");
}

/// The signature covers the file name; this server checks it but does not send the header back, as Amazon's does.
#[tokio::test]
async fn a_file_name_of_any_script_is_asked_for() {
    let (store, _alive) = fresh().await;
    store.put(&original(1, 0), pattern(7)).await.unwrap();
    let address = address_of(&store, "Füchsin \"狐\".png").await;
    let asked = address
        .query_pairs()
        .find(|(name, _)| name == "response-content-disposition");
    assert_eq!(
        asked.unwrap().1,
        "attachment; filename=\"F_chsin ___.png\"; filename*=UTF-8''F%C3%BCchsin%20%22%E7%8B%90%22.png"
    );
    assert_eq!(fetch(address).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_changed_address_is_refused() {
    let (store, _alive) = fresh().await;
    store.put(&original(1, 0), pattern(7)).await.unwrap();
    store.put(&original(2, 0), pattern(7)).await.unwrap();
    let mut other_object = address_of(&store, "a.png").await;
    other_object.set_path(&format!("/pictures/{}", original(2, 0)));
    assert_eq!(fetch(other_object).await.status(), StatusCode::FORBIDDEN);
    let mut unsigned = address_of(&store, "a.png").await;
    unsigned.set_query(None);
    assert_eq!(fetch(unsigned).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_address_ends_in_time() {
    let (store, _alive) = fresh().await;
    store.put(&original(1, 0), pattern(7)).await.unwrap();
    let second = Duration::from_secs(1);
    let address = store
        .presigned_download(&original(1, 0), "a.png", second)
        .await
        .unwrap()
        .unwrap();
    tokio::time::sleep(second * 3).await;
    assert_eq!(fetch(address).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_lifetime_out_of_range_is_invalid() {
    let (store, _alive) = fresh().await;
    for lifetime in [Duration::ZERO, Duration::from_hours(24 * 7 + 1)] {
        let error = store
            .presigned_download(&original(1, 0), "a.png", lifetime)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{lifetime:?}: {error:?}");
    }
}

#[tokio::test]
async fn addresses_are_made_for_the_public_endpoint() {
    let server = S3Server::start().await;
    let public = Url::parse("https://pictures.example.org/").unwrap();
    let config = S3Config {
        public_endpoint: Some(public),
        ..server.config()
    };
    let address = address_of(&S3Store::open(&config).unwrap(), "a.png").await;
    assert!(
        address
            .as_str()
            .starts_with("https://pictures.example.org/pictures/jobs/"),
        "{address}"
    );
}

#[test]
fn settings_that_cannot_work_are_invalid() {
    let good = S3Config {
        bucket: "pictures".into(),
        region: "us-east-1".into(),
        endpoint: None,
        public_endpoint: None,
        access_key: "key".into(),
        secret_key: "secret".into(),
        timeouts: S3Timeouts::default(),
    };
    let no_bucket = S3Config {
        bucket: String::new(),
        ..good.clone()
    };
    let no_address = S3Config {
        endpoint: Some(Url::parse("ftp://example.org").unwrap()),
        ..good.clone()
    };
    for config in [no_bucket, no_address] {
        let error = StorageConfig::S3(Box::new(config)).open().unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    }
    assert!(StorageConfig::S3(Box::new(good)).open().is_ok());
}

#[test]
fn the_secret_is_never_printed() {
    let config = S3Config {
        bucket: "pictures".into(),
        region: "us-east-1".into(),
        endpoint: None,
        public_endpoint: None,
        access_key: "key".into(),
        secret_key: "s3cr3t".into(),
        timeouts: S3Timeouts::default(),
    };
    let store = S3Store::open(&config).unwrap();
    assert!(!format!("{config:?} {store:?}").contains("s3cr3t"));
}
