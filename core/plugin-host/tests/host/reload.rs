//! Changing plugins while the studio runs: new jobs get the new version, running jobs keep theirs.

use crate::support::{Folders, hostile, job, model};

const MODEL: &str = "hostile/well-behaved";

/// The same plugin with another digest: a custom section changes the file and nothing else.
fn another_version(bytes: &[u8]) -> Vec<u8> {
    let section = [0, 5, 3, b'n', b'e', b'w', 1];
    [bytes, &section].concat()
}

#[tokio::test]
async fn a_handle_stays_with_its_version_over_a_reload() {
    let bytes = hostile("hostile-calls");
    let folders = Folders::new().with("plugin.wasm", &bytes);
    let host = folders.open().await;
    let old = model(&host, MODEL);

    folders.put("plugin.wasm", &another_version(&bytes));
    host.rescan().await.unwrap();

    let new = model(&host, MODEL);
    assert_eq!(host.problems(), []);
    assert_ne!(new.plugin().digest, old.plugin().digest);
    assert!(old.start(&job(&old)).await.is_ok());
    assert!(new.start(&job(&new)).await.is_ok());
}

#[tokio::test]
async fn a_version_that_left_the_folder_is_found_by_its_digest_even_after_a_restart() {
    let bytes = hostile("hostile-calls");
    let folders = Folders::new().with_own_cache().with("plugin.wasm", &bytes);
    let digest = model(&folders.open().await, MODEL).plugin().digest.clone();

    folders.put("plugin.wasm", &another_version(&bytes));
    let restarted = folders.open().await;
    assert_ne!(model(&restarted, MODEL).plugin().digest, digest);

    let pinned = restarted
        .model_by_digest(MODEL, &digest)
        .await
        .expect("kept in the cache");
    assert_eq!(pinned.plugin().digest, digest);
    assert!(pinned.start(&job(&pinned)).await.is_ok());
}

#[tokio::test]
async fn what_was_never_there_is_not_found() {
    let folders = Folders::new().with("plugin.wasm", &hostile("hostile-calls"));
    let host = folders.open().await;
    let digest = model(&host, MODEL).plugin().digest.clone();
    assert!(host.model_by_digest("no/model", &digest).await.is_none());
    assert!(host.model_by_digest(MODEL, &"0".repeat(64)).await.is_none());
    assert!(host.model_by_digest(MODEL, "../../etc/passwd").await.is_none());
    assert!(host.model("no/model").is_none());
}

#[tokio::test]
async fn a_removed_plugin_is_no_longer_offered() {
    let folders = Folders::new().with("plugin.wasm", &hostile("hostile-calls"));
    let host = folders.open().await;
    std::fs::remove_file(folders.plugins().join("plugin.wasm")).unwrap();
    host.rescan().await.unwrap();
    assert!(host.model(MODEL).is_none());
    assert_eq!(host.plugins(), []);
}
