//! The suite every back end passes. A new back end gets one line at the bottom.

use std::time::{Duration, SystemTime};

use futures::{StreamExt, TryStreamExt, future::join_all};
use studio_model::{JobId, UserId};
use studio_storage::{ByteRange, Error, KeyPrefix, ObjectKey, ObjectStore};
use uuid::Uuid;

use crate::samples::{original, pattern, thumbnail, upload};

async fn read(store: &dyn ObjectStore, key: &ObjectKey) -> Option<bytes::Bytes> {
    let object = store.get(key, None).await.unwrap()?;
    Some(object.bytes().await.unwrap())
}

async fn paths(store: &dyn ObjectStore, prefix: KeyPrefix) -> Vec<String> {
    let mut paths: Vec<_> = store.list(prefix).map_ok(|line| line.path).try_collect().await.unwrap();
    paths.sort();
    paths
}

async fn an_object_comes_back_as_it_was_stored(store: &dyn ObjectStore) {
    for key in [original(1, 0), thumbnail(1, 0), upload(1)] {
        let body = pattern(70_000);
        store.put(&key, body.clone()).await.unwrap();
        assert_eq!(read(store, &key).await, Some(body), "{key}");
    }
}

async fn an_empty_object_is_an_object(store: &dyn ObjectStore) {
    store.put(&original(1, 0), bytes::Bytes::new()).await.unwrap();
    assert_eq!(read(store, &original(1, 0)).await.unwrap(), "");
    assert_eq!(store.head(&original(1, 0)).await.unwrap().unwrap().size_bytes, 0);
}

async fn a_big_object_comes_back_whole(store: &dyn ObjectStore) {
    let body = pattern(12 * 1024 * 1024);
    store.put(&original(1, 0), body.clone()).await.unwrap();
    let object = store.get(&original(1, 0), None).await.unwrap().unwrap();
    assert_eq!(object.info.size_bytes, body.len() as u64);
    assert!(object.bytes().await.unwrap() == body);
}

async fn a_missing_object_is_none(store: &dyn ObjectStore) {
    store.put(&original(1, 0), pattern(3)).await.unwrap();
    assert!(store.get(&original(1, 1), None).await.unwrap().is_none());
    assert!(
        store
            .get(&original(2, 0), Some(ByteRange::From { first: 1 }))
            .await
            .unwrap()
            .is_none()
    );
    assert!(store.head(&original(1, 1)).await.unwrap().is_none());
}

async fn head_and_get_tell_the_same(store: &dyn ObjectStore) {
    let before = SystemTime::now() - Duration::from_secs(2);
    store.put(&original(1, 0), pattern(5)).await.unwrap();
    let head = store.head(&original(1, 0)).await.unwrap().unwrap();
    let object = store.get(&original(1, 0), None).await.unwrap().unwrap();
    assert_eq!(head, object.info);
    assert_eq!((head.size_bytes, object.range), (5, 0..5));
    assert!(
        head.etag.len() > 2 && head.etag.starts_with('"') && head.etag.ends_with('"'),
        "{}",
        head.etag
    );
    assert!(head.last_modified > before && head.last_modified < SystemTime::now() + Duration::from_secs(2));
}

async fn a_range_gives_its_bytes_only(store: &dyn ObjectStore) {
    let body = pattern(100_000);
    store.put(&original(1, 0), body.clone()).await.unwrap();
    for (range, expected) in [
        (ByteRange::Within { first: 0, last: 0 }, 0..1),
        (
            ByteRange::Within {
                first: 70_000,
                last: 79_999,
            },
            70_000..80_000,
        ),
        (
            ByteRange::Within {
                first: 99_000,
                last: 500_000,
            },
            99_000..100_000,
        ),
        (ByteRange::From { first: 99_999 }, 99_999..100_000),
        (ByteRange::Last { length: 10 }, 99_990..100_000),
        (ByteRange::Last { length: 1_000_000 }, 0..100_000),
    ] {
        let object = store.get(&original(1, 0), Some(range)).await.unwrap().unwrap();
        assert_eq!(object.range, expected.start as u64..expected.end as u64, "{range:?}");
        assert_eq!(object.info.size_bytes, 100_000, "{range:?}");
        assert!(object.bytes().await.unwrap() == body[expected], "{range:?}");
    }
}

async fn a_range_outside_tells_the_size(store: &dyn ObjectStore) {
    store.put(&original(1, 0), pattern(10)).await.unwrap();
    for range in [ByteRange::From { first: 10 }, ByteRange::Within { first: 11, last: 12 }] {
        let error = store.get(&original(1, 0), Some(range)).await.unwrap_err();
        assert!(
            matches!(error, Error::RangeNotSatisfiable { size_bytes: 10 }),
            "{range:?}: {error:?}"
        );
    }
}

async fn storing_again_replaces(store: &dyn ObjectStore) {
    store.put(&original(1, 0), pattern(10)).await.unwrap();
    let first = store.head(&original(1, 0)).await.unwrap().unwrap();
    store.put(&original(1, 0), pattern(20)).await.unwrap();
    let second = store.head(&original(1, 0)).await.unwrap().unwrap();
    assert_eq!(second.size_bytes, 20);
    assert_ne!(first.etag, second.etag);
    assert_eq!(paths(store, KeyPrefix::All).await.len(), 1);
}

async fn an_object_being_read_survives_its_replacement(store: &dyn ObjectStore) {
    let body = pattern(4 * 1024 * 1024);
    store.put(&original(1, 0), body.clone()).await.unwrap();
    let mut object = store.get(&original(1, 0), None).await.unwrap().unwrap();
    let start = object.body.next().await.unwrap().unwrap();
    store.put(&original(1, 0), pattern(1)).await.unwrap();
    let rest: Vec<_> = object.body.try_collect().await.unwrap();
    assert!([start.as_ref(), &rest.concat()].concat() == body);
}

async fn deleting_twice_is_deleting(store: &dyn ObjectStore) {
    store.put(&original(1, 0), pattern(3)).await.unwrap();
    store.put(&original(1, 1), pattern(3)).await.unwrap();
    store.delete(&original(1, 0)).await.unwrap();
    store.delete(&original(1, 0)).await.unwrap();
    store.delete(&original(9, 9)).await.unwrap();
    assert!(store.head(&original(1, 0)).await.unwrap().is_none());
    assert_eq!(paths(store, KeyPrefix::All).await, [original(1, 1).to_string()]);
}

async fn a_listing_holds_what_its_prefix_says(store: &dyn ObjectStore) {
    let keys = [
        original(1, 0),
        original(1, 10),
        thumbnail(1, 0),
        original(2, 0),
        upload(7),
    ];
    for key in &keys {
        store.put(key, pattern(4)).await.unwrap();
    }
    let check = async |prefix, expected: &[ObjectKey]| {
        let mut expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
        expected.sort();
        assert_eq!(paths(store, prefix).await, expected, "{prefix:?}");
    };
    check(KeyPrefix::All, &keys).await;
    check(KeyPrefix::Job(JobId(Uuid::from_u128(1))), &keys[..3]).await;
    check(KeyPrefix::Job(JobId(Uuid::from_u128(3))), &[]).await;
    check(KeyPrefix::Uploads(UserId(Uuid::from_u128(7))), &keys[4..]).await;
}

async fn a_listed_line_describes_its_object(store: &dyn ObjectStore) {
    store.put(&thumbnail(1, 0), pattern(33)).await.unwrap();
    let line = store.list(KeyPrefix::All).next().await.unwrap().unwrap();
    assert_eq!((line.key, line.size_bytes), (Some(thumbnail(1, 0)), 33));
    let age = SystemTime::now().duration_since(line.last_modified);
    assert!(age.is_ok_and(|age| age < Duration::from_secs(60)));
}

/// More than one page of S3, which holds 1,000 lines at most.
async fn a_long_listing_is_complete(store: &dyn ObjectStore) {
    for chunk in (0..1_205_u16).collect::<Vec<_>>().chunks(60) {
        join_all(
            chunk
                .iter()
                .map(async |&index| store.put(&original(1, index), pattern(1)).await.unwrap()),
        )
        .await;
    }
    let found = paths(store, KeyPrefix::Job(JobId(Uuid::from_u128(1)))).await;
    let mut expected: Vec<_> = (0..1_205).map(|index| original(1, index).to_string()).collect();
    expected.sort();
    assert_eq!(found, expected);
}

async fn writers_of_one_key_leave_one_whole_object(store: &dyn ObjectStore) {
    let bodies: Vec<_> = (1..=16_usize)
        .map(|writer| vec![writer as u8; writer * 9_000])
        .collect();
    join_all(
        bodies
            .iter()
            .map(async |body| store.put(&original(1, 0), body.clone().into()).await.unwrap()),
    )
    .await;
    let left = read(store, &original(1, 0)).await.unwrap();
    assert!(
        bodies.iter().any(|body| left == body),
        "a mixture of {} bytes",
        left.len()
    );
    assert_eq!(paths(store, KeyPrefix::All).await.len(), 1);
}

async fn putting_and_deleting_neighbours_at_once_works(store: &dyn ObjectStore) {
    let (first, second) = (original(1, 0), original(1, 1));
    for _ in 0..20 {
        store.put(&first, pattern(1)).await.unwrap();
        let (put, deleted) = tokio::join!(store.put(&second, pattern(2)), store.delete(&first));
        put.unwrap();
        deleted.unwrap();
        assert_eq!(read(store, &second).await, Some(pattern(2)));
        store.delete(&second).await.unwrap();
    }
}

async fn a_healthy_store_says_so(store: &dyn ObjectStore) {
    store.check().await.unwrap();
    assert!(paths(store, KeyPrefix::All).await.is_empty());
}

/// One test per property and back end; `$fresh` makes an empty store and what keeps it alive.
macro_rules! conforms {
    ($($backend:ident: $fresh:expr;)*) => {$(
        mod $backend {
            conforms! { @each $fresh;
                an_object_comes_back_as_it_was_stored
                an_empty_object_is_an_object
                a_big_object_comes_back_whole
                a_missing_object_is_none
                head_and_get_tell_the_same
                a_range_gives_its_bytes_only
                a_range_outside_tells_the_size
                storing_again_replaces
                an_object_being_read_survives_its_replacement
                deleting_twice_is_deleting
                a_listing_holds_what_its_prefix_says
                a_listed_line_describes_its_object
                a_long_listing_is_complete
                writers_of_one_key_leave_one_whole_object
                putting_and_deleting_neighbours_at_once_works
                a_healthy_store_says_so
            }
        }
    )*};
    (@each $fresh:expr; $($test:ident)*) => {$(
        #[tokio::test]
        async fn $test() {
            let (store, _alive) = $fresh.await;
            super::$test(&store).await;
        }
    )*};
}

conforms! {
    memory: async { (studio_storage::MemoryStore::default(), ()) };
    local: async { crate::local::fresh() };
    s3: crate::s3_server::fresh();
}
