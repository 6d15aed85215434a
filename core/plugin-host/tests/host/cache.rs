//! Compiled components on disk: used when they are whole and ours, compiled again when not.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::support::{Folders, hostile, job, model};

const MODEL: &str = "hostile/well-behaved";

fn entry(folders: &Folders) -> PathBuf {
    let mut entries: Vec<_> = fs::read_dir(folders.cache())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "cwasm"))
        .collect();
    assert_eq!(entries.len(), 1, "{entries:?}");
    entries.remove(0)
}

async fn open_and_call(folders: &Folders) {
    let host = folders.open().await;
    let model = model(&host, MODEL);
    assert!(model.start(&job(&model)).await.is_ok());
}

async fn fresh() -> Folders {
    let folders = Folders::new()
        .with_own_cache()
        .with("plugin.wasm", &hostile("hostile-calls"));
    open_and_call(&folders).await;
    folders
}

/// Puts `bytes` where the entry was: the plugin must load all the same, and the entry must be good again.
async fn check_replaced(change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    let folders = fresh().await;
    let path = entry(&folders);
    let good = fs::read(&path).unwrap();
    let bad = change(good.clone());
    assert_ne!(bad, good);
    fs::write(&path, &bad).unwrap();
    open_and_call(&folders).await;
    assert_ne!(fs::read(&path).unwrap(), bad, "the entry was written again");
}

#[tokio::test]
async fn a_good_entry_is_used_and_not_written_again() {
    let folders = fresh().await;
    let inode = || fs::metadata(entry(&folders)).unwrap().ino();
    let before = inode();
    open_and_call(&folders).await;
    assert_eq!(inode(), before);
}

#[tokio::test]
async fn a_flipped_bit_means_compiling_again() {
    check_replaced(|mut entry| {
        let middle = entry.len() / 2;
        entry[middle] ^= 1;
        entry
    })
    .await;
}

#[tokio::test]
async fn a_truncated_or_empty_entry_means_compiling_again() {
    check_replaced(|entry| entry[..entry.len() / 3].to_vec()).await;
    check_replaced(|_| Vec::new()).await;
}

#[tokio::test]
async fn something_else_with_a_good_checksum_means_compiling_again() {
    check_replaced(|_| {
        let code = b"not machine code".to_vec();
        [Sha256::digest(&code).to_vec(), code].concat()
    })
    .await;
}

#[tokio::test]
async fn a_damaged_kept_component_is_not_revived() {
    let folders = fresh().await;
    let digest = model(&folders.open().await, MODEL).plugin().digest.clone();
    fs::remove_file(folders.plugins().join("plugin.wasm")).unwrap();
    let kept = folders.cache().join(format!("{digest}.wasm"));
    fs::write(kept, b"\0asm something else").unwrap();
    let host = folders.open().await;
    assert!(host.model_by_digest(MODEL, &digest).await.is_none());
}

#[tokio::test]
async fn the_folder_is_made_private() {
    let folders = Folders::new().with_own_cache();
    fs::create_dir(folders.cache()).unwrap();
    fs::set_permissions(folders.cache(), fs::Permissions::from_mode(0o777)).unwrap();
    folders.open().await;
    let mode = fs::metadata(folders.cache()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}
