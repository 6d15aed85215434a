//! What is particular to folders.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use futures::StreamExt;
use studio_storage::{Error, KeyPrefix, LocalStore, ObjectStore, StorageConfig};
use tempfile::TempDir;

use crate::samples::{original, pattern};

/// An empty store in a folder that lives as long as the second value.
pub(crate) fn fresh() -> (LocalStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = LocalStore::open(folder.path().join("objects")).unwrap();
    (store, folder)
}

fn files_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[tokio::test]
async fn objects_survive_reopening() {
    let (store, folder) = fresh();
    store.put(&original(1, 0), pattern(9)).await.unwrap();
    let again = StorageConfig::Local {
        path: folder.path().join("objects"),
    }
    .open()
    .unwrap();
    let object = again.get(&original(1, 0), None).await.unwrap().unwrap();
    assert_eq!(object.bytes().await.unwrap(), pattern(9));
}

#[tokio::test]
async fn a_file_lies_where_its_key_says() {
    let (store, folder) = fresh();
    store.put(&original(1, 0), pattern(9)).await.unwrap();
    let file = folder.path().join("objects").join(original(1, 0).to_string());
    assert_eq!(fs::read(file).unwrap(), pattern(9));
}

#[tokio::test]
async fn nothing_is_left_behind() {
    let (store, folder) = fresh();
    store.put(&original(1, 0), pattern(9)).await.unwrap();
    store.delete(&original(1, 0)).await.unwrap();
    store.check().await.unwrap();
    let root = folder.path().join("objects");
    assert_eq!(files_in(&root.join(".staging")), [""; 0]);
    assert_eq!(files_in(&root.join("jobs")), [""; 0]);
}

#[tokio::test]
async fn a_failed_write_leaves_the_old_object() {
    let (store, folder) = fresh();
    store.put(&original(1, 0), pattern(9)).await.unwrap();
    let staging = folder.path().join("objects/.staging");
    fs::remove_dir(&staging).unwrap();
    let error = store.put(&original(1, 0), pattern(5)).await.unwrap_err();
    assert!(matches!(error, Error::Denied { .. }), "{error:?}");
    fs::create_dir(&staging).unwrap();
    assert_eq!(store.head(&original(1, 0)).await.unwrap().unwrap().size_bytes, 9);
}

#[tokio::test]
async fn a_volume_that_is_not_mounted_is_no_empty_store() {
    let (store, folder) = fresh();
    fs::remove_dir_all(folder.path().join("objects")).unwrap();
    fs::create_dir(folder.path().join("objects")).unwrap();
    let key = original(1, 0);
    let denied = |error: Error| matches!(error, Error::Denied { .. });
    assert!(denied(store.get(&key, None).await.unwrap_err()));
    assert!(denied(store.head(&key).await.unwrap_err()));
    assert!(denied(store.put(&key, pattern(1)).await.unwrap_err()));
    assert!(denied(store.delete(&key).await.unwrap_err()));
    assert!(denied(store.check().await.unwrap_err()));
    assert!(denied(store.list(KeyPrefix::All).next().await.unwrap().unwrap_err()));
}

#[test]
fn a_folder_that_cannot_be_is_denied() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let error = LocalStore::open(folder.path().join("file/objects")).unwrap_err();
    assert!(matches!(error, Error::Denied { .. }), "{error:?}");
}

#[test]
fn only_files_of_dead_writers_are_swept() {
    let (_, folder) = fresh();
    let staging = folder.path().join("objects/.staging");
    fs::write(staging.join("young"), "half").unwrap();
    let old = fs::File::create(staging.join("old")).unwrap();
    old.set_modified(SystemTime::now() - Duration::from_hours(25)).unwrap();
    LocalStore::open(folder.path().join("objects")).unwrap();
    assert_eq!(files_in(&staging), ["young"]);
}

#[tokio::test]
async fn strangers_are_listed_without_a_key() {
    let (store, folder) = fresh();
    fs::write(folder.path().join("objects/README"), "what is this").unwrap();
    let line = store.list(KeyPrefix::All).next().await.unwrap().unwrap();
    assert_eq!((line.path.as_str(), line.key), ("README", None));
}

#[tokio::test]
async fn a_listing_can_be_dropped_in_the_middle() {
    let (store, _alive) = fresh();
    for index in 0..600 {
        store.put(&original(1, index), pattern(1)).await.unwrap();
    }
    let mut listing = store.list(KeyPrefix::All);
    assert!(listing.next().await.unwrap().is_ok());
    drop(listing);
    assert_eq!(store.list(KeyPrefix::All).count().await, 600);
}

#[tokio::test]
async fn downloads_are_streamed_by_the_caller() {
    let (store, _alive) = fresh();
    let address = store
        .presigned_download(&original(1, 0), "a.png", Duration::from_secs(60))
        .await;
    assert_eq!(address.unwrap(), None);
}
