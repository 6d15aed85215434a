//! Changing plugins while the studio runs: new jobs get the new version, running jobs keep theirs.

use studio_plugin_host::{HostConfig, PluginHost, UnfitKind};

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

#[tokio::test]
async fn a_look_into_the_folder_changes_nothing_on_offer_and_tells_broken_files_from_missing_ones() {
    let bytes = hostile("hostile-calls");
    let folders = Folders::new().with("plugin.wasm", &bytes);
    let host = folders.open().await;
    let old = model(&host, MODEL).plugin().digest.clone();

    folders.put("plugin.wasm", &another_version(&bytes));
    folders.put("broken.wasm", b"half a fi");
    let files = host.scan().await.unwrap();
    assert_eq!(model(&host, MODEL).plugin().digest, old);
    let [broken, changed] = files.as_slice() else {
        panic!("{files:?}")
    };
    assert_eq!((broken.file.as_str(), &broken.plugin), ("broken.wasm", &None));
    let new = changed.plugin.as_ref().unwrap().digest.clone();
    assert_ne!(new, old);
    assert_eq!(host.scan().await.unwrap(), files);

    assert_eq!(host.offer(vec![new.clone()]).await, Vec::<String>::new());
    assert_eq!(model(&host, MODEL).plugin().digest, new);
    std::fs::remove_file(folders.plugins().join("plugin.wasm")).unwrap();
    assert_eq!(host.scan().await.unwrap().len(), 1);
    assert_eq!(
        model(&host, MODEL).plugin().digest,
        new,
        "the folder alone does not decide"
    );
}

#[tokio::test]
async fn a_component_from_elsewhere_is_checked_kept_and_offered_by_its_digest() {
    let folders = Folders::new().with_own_cache();
    let host = folders.open().await;
    let bytes = hostile("hostile-calls");
    let models = host.add(bytes.clone()).await.unwrap();
    let digest = models[0].plugin.digest.clone();
    assert!(host.model(MODEL).is_none(), "it is not on offer");
    assert_eq!(host.component(&digest).await, Some(bytes));

    let unknown = "0".repeat(64);
    assert_eq!(host.offer(vec![digest.clone(), unknown.clone()]).await, [unknown]);
    assert_eq!(model(&host, MODEL).plugin().digest, digest);
    assert_eq!(host.describe(&digest).await, Some(models));
}

/// The smallest component that imports an interface of this name.
fn importing(name: &str) -> Vec<u8> {
    let length = u8::try_from(name.len()).unwrap();
    let header = b"\0asm\x0d\0\x01\0".to_vec();
    let empty_instance_type = vec![7, 3, 1, 0x42, 0];
    let import = [&[1, 0, length], name.as_bytes(), &[5, 0]].concat();
    [header, empty_instance_type, vec![10, length + 5], import].concat()
}

#[tokio::test]
async fn a_component_that_is_no_plugin_is_refused_by_its_kind() {
    let host = Folders::new().open().await;
    for (bytes, kind) in [
        (b"hello".to_vec(), UnfitKind::NotAComponent),
        (b"\0asm\x01\0\0\0".to_vec(), UnfitKind::CoreModule),
        (b"\0asm\x0d\0\x01\0".to_vec(), UnfitKind::WrongContract),
        (importing("wasi:cli/environment@0.2.0"), UnfitKind::ForbiddenImport),
        (importing("studio:plugin/host@2.0.0"), UnfitKind::WrongContract),
        (hostile("hostile-manifest"), UnfitKind::Schema),
        (hostile("hostile-describe"), UnfitKind::Fault),
    ] {
        assert_eq!(host.add(bytes).await.unwrap_err().kind, kind);
    }
}

#[tokio::test]
async fn endpoints_of_other_owners_are_refused_where_the_studio_names_some() {
    let folders = Folders::new();
    let config = HostConfig {
        endpoint_owners: Some(vec!["fal-ai".to_owned()]),
        ..folders.config()
    };
    let host = PluginHost::open(config).await.unwrap();
    let unfit = host.add(hostile("hostile-calls")).await.unwrap_err();
    assert_eq!(unfit.kind, UnfitKind::Endpoint);
    assert!(unfit.message.contains("\"hostile/endpoint\""), "{unfit}");
}
