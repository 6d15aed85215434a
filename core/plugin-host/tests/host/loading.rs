//! Files that are no plugins: each is listed with a clear message, and the others load.

use studio_plugin_host::{HostConfig, HostError, PluginHost};

use crate::support::{Folders, hostile};

/// Loads `bytes` beside a good plugin and returns the complaint.
async fn complaint(bytes: &[u8]) -> String {
    let folders = Folders::new()
        .with("a-suspect.wasm", bytes)
        .with("hostile-calls.wasm", &hostile("hostile-calls"));
    let host = folders.open().await;
    assert!(host.model("hostile/well-behaved").is_some(), "the good plugin loads");
    let problems = host.problems();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].file, "a-suspect.wasm");
    problems[0].message.clone()
}

async fn check(bytes: &[u8], expected: &str) {
    let message = complaint(bytes).await;
    assert!(message.contains(expected), "{message:?} does not say {expected:?}");
}

#[tokio::test]
async fn files_that_are_no_components_are_named_for_what_they_are() {
    check(b"", "not a component: the file is empty").await;
    check(
        b"hello, I am a plugin",
        "not a component: the file does not start with the WebAssembly header",
    )
    .await;
    check(b"\0asm\x01\0\0\0", "not a component: this is a core WebAssembly module").await;
}

#[tokio::test]
async fn a_truncated_component_is_not_usable() {
    let whole = hostile("hostile-calls");
    check(&whole[..whole.len() / 2], "not a usable component").await;
}

#[tokio::test]
async fn a_component_without_the_exports_does_not_fit_the_contract() {
    // The header alone is the smallest valid component.
    check(b"\0asm\x0d\0\x01\0", "does not fit the contract studio:plugin@1.0.0").await;
}

#[tokio::test]
async fn a_manifest_against_the_contract_is_refused_with_the_reason() {
    let message = complaint(&hostile("hostile-manifest")).await;
    assert_eq!(
        message,
        "invalid manifest: model \"hostile/contradiction\": the defaults are not valid: \
         Steps must be a whole number from 1 to 10"
    );
}

#[tokio::test]
async fn a_plugin_that_never_finishes_describing_itself_is_refused() {
    check(&hostile("hostile-describe"), "stopped after its time limit of 250 ms").await;
}

#[tokio::test]
async fn of_two_plugins_with_one_model_the_first_keeps_it_and_the_problem_names_both() {
    let folders = Folders::new()
        .with("1.wasm", &hostile("hostile-calls"))
        .with("2.wasm", &hostile("hostile-clash"));
    let host = folders.open().await;
    assert_eq!(host.model("hostile/well-behaved").unwrap().plugin().id, "hostile-calls");
    assert_eq!(
        host.problems()[0].message,
        "both \"hostile-calls\" and \"hostile-clash\" offer the model \"hostile/well-behaved\"; \"hostile-calls\" keeps it"
    );
}

#[tokio::test]
async fn a_file_above_the_size_limit_is_not_read() {
    let folders = Folders::new().with("big.wasm", &[0; 2_000]);
    let mut config = folders.config();
    config.limits.component_bytes = 1_000;
    let host = PluginHost::open(config).await.unwrap();
    assert_eq!(host.problems()[0].message, "has 2000 bytes, at most 1000 are read");
}

#[tokio::test]
async fn other_files_in_the_folder_are_left_alone() {
    let folders = Folders::new().with("README.md", b"hello").with(".part.tmp", b"x");
    let host = folders.open().await;
    assert_eq!(host.problems(), []);
    assert_eq!(host.models(), []);
}

#[tokio::test]
async fn a_missing_folder_is_an_error_that_names_it() {
    let cache = tempfile::tempdir().unwrap();
    let outcome = PluginHost::open(HostConfig::new("/nowhere/plugins", cache.path())).await;
    let Err(error @ HostError::PluginsDir { .. }) = outcome else {
        panic!("the folder does not exist");
    };
    assert_eq!(error.to_string(), "cannot read the plugin folder /nowhere/plugins");
}
