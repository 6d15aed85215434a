//! A plugin that is not written in Rust, against the same suite: `plugins/examples/javascript`, which `cargo xtask test` builds.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use studio_plugin_host::{HostConfig, ModelHandle, PluginHost};
use studio_plugin_testkit::{FuzzOptions, cases_in, fuzz, open_host, violations};

const MODEL: &str = "fal-ai/qwen-image";

/// A host of this plugin alone. The deadline is patient, because other tests share the machine.
async fn host(folder: &Path) -> PluginHost {
    let component = std::env::var_os("JAVASCRIPT_PLUGIN").expect(
        "JAVASCRIPT_PLUGIN is not set: run `cargo xtask test`, or build the plugin and point it to the component",
    );
    std::fs::copy(component, folder.join("qwen-image.wasm")).unwrap();
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugin-cache");
    let mut config = HostConfig::new(folder, cache);
    config.limits.deadline = Duration::from_secs(5);
    open_host(config).await.unwrap()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins/examples/javascript/fixtures")
}

/// One test for all, since it takes the compiler seconds to get through a JavaScript engine.
#[tokio::test]
async fn a_plugin_in_javascript_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let host = host(folder.path()).await;
    let model = host.model(MODEL).unwrap();

    let found = violations(&model).await;
    assert!(found.is_empty(), "{found:#?}");

    let mut bodies = Vec::new();
    for (name, case) in cases_in(&fixtures()).unwrap() {
        insta::assert_json_snapshot!(format!("javascript.{name}"), case.run(&host).await.unwrap());
        bodies.push(case.body());
    }
    assert_eq!(bodies.len(), 2);
    arbitrary_answers_do_not_break(&model, &bodies).await;
}

async fn arbitrary_answers_do_not_break(model: &ModelHandle, bodies: &[String]) {
    let options = FuzzOptions {
        rounds: 50,
        seed: 2711,
        budget: Duration::from_secs(20),
    };
    let report = fuzz(model, bodies, &options).await;
    assert!(report.rounds > 0 && report.findings.is_empty(), "{report:#?}");
}
