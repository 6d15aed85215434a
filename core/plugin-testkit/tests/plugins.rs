//! The built plugins in the real host. `cargo xtask test` builds them and sets `PLUGINS_DIR` and `HOSTILE_PLUGINS_DIR`.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use studio_plugin_host::{HostConfig, PluginHost, Step};
use studio_plugin_testkit::{FuzzOptions, cases_in, fuzz, open_host, request_for, violations};

/// The folder named by an environment variable.
fn dir_from_env(variable: &str) -> PathBuf {
    match std::env::var_os(variable) {
        Some(dir) => PathBuf::from(dir),
        None => {
            panic!("{variable} is not set: run `cargo xtask test`, or build the plugins and point it to their folder")
        }
    }
}

fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugin-cache")
}

/// The host with a patient deadline: many tests share the machine, and a guest's time is what the clock on the wall says.
async fn studio_host() -> PluginHost {
    let mut config = HostConfig::new(dir_from_env("PLUGINS_DIR"), cache());
    config.limits.deadline = Duration::from_secs(2);
    open_host(config).await.unwrap()
}

/// Where the plugins' crates are.
fn plugins_source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins")
}

/// The folders of plugin crates that have recorded cases.
fn fixture_folders() -> Vec<PathBuf> {
    let mut folders: Vec<_> = std::fs::read_dir(plugins_source())
        .unwrap()
        .map(|entry| entry.unwrap().path().join("fixtures"))
        .filter(|folder| folder.is_dir())
        .collect();
    folders.sort();
    folders
}

#[tokio::test]
async fn every_model_conforms_to_the_contract() {
    let host = studio_host().await;
    let mut found = Vec::new();
    for info in host.models() {
        found.extend(violations(&host.model(&info.model.id).unwrap()).await);
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn arbitrary_answers_break_no_plugin() {
    let options = FuzzOptions {
        rounds: 150,
        seed: 2611,
        budget: Duration::from_secs(20),
    };
    let host = studio_host().await;
    let recorded: Vec<_> = fixture_folders()
        .iter()
        .flat_map(|folder| cases_in(folder).unwrap())
        .collect();
    let mut findings = Vec::new();
    for info in host.models() {
        let of_model = recorded.iter().filter(|(_, case)| case.model == info.model.id);
        let bodies: Vec<String> = of_model.map(|(_, case)| case.body()).collect();
        let report = fuzz(&host.model(&info.model.id).unwrap(), &bodies, &options).await;
        assert!(report.rounds > 0, "{report:?}");
        findings.extend(
            report
                .findings
                .into_iter()
                .map(|finding| (info.model.id.clone(), finding)),
        );
    }
    assert!(findings.is_empty(), "{findings:#?}");
}

#[tokio::test]
async fn the_suite_notices_a_model_that_drops_everything() {
    let config = HostConfig::new(dir_from_env("HOSTILE_PLUGINS_DIR"), cache());
    let host = PluginHost::open(config).await.unwrap();
    let model = host.model("hostile/well-behaved").unwrap();
    let found = violations(&model).await;
    assert!(
        found.iter().any(|violation| violation.contains("is not sent")),
        "{found:#?}"
    );
    assert!(
        found.iter().any(|violation| violation.contains("is not declined")),
        "{found:#?}"
    );
    assert!(
        found.iter().any(|violation| violation.contains("no note says")),
        "{found:#?}"
    );
}

#[tokio::test]
async fn recorded_cases_have_the_outcome_that_is_on_file() {
    let host = studio_host().await;
    let mut count = 0;
    for folder in fixture_folders() {
        let plugin = folder
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        for (name, case) in cases_in(&folder).unwrap() {
            let outcome = case.run(&host).await.unwrap();
            insta::assert_json_snapshot!(format!("{plugin}.{name}"), outcome);
            count += 1;
        }
    }
    assert!(count > 0, "no recorded cases were found");
}

#[tokio::test]
async fn plugin_toml_says_what_the_manifest_says() {
    let host = studio_host().await;
    let plugins = host.plugins();
    assert!(!plugins.is_empty(), "no plugins in PLUGINS_DIR");
    for plugin in plugins {
        let path = plugins_source().join(&plugin.id).join("plugin.toml");
        let told: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let models = host.models().into_iter().filter(|info| info.plugin.id == plugin.id);
        // Two models may share an endpoint.
        let endpoints: BTreeSet<_> = models.flat_map(|info| info.model.endpoints).collect();
        let told_endpoints: BTreeSet<String> = told["endpoints"].clone().try_into().unwrap();
        assert_eq!(told["id"].as_str(), Some(plugin.id.as_str()));
        assert_eq!(told["version"].as_str(), Some(plugin.version.as_str()));
        assert_eq!(told_endpoints, endpoints);
    }
}

#[tokio::test]
async fn manifests_and_default_plans_are_as_on_file() {
    let host = studio_host().await;
    for mut info in host.models() {
        let model = host.model(&info.model.id).unwrap();
        let name = info.model.id.replace('/', "-");
        let job = model.validate(&request_for(info.model.operations[0])).unwrap();
        let Step::Call(call) = model.start(&job).await.unwrap() else {
            panic!("{name} plans no call");
        };
        insta::assert_json_snapshot!(format!("plan.{name}"), call);
        info.plugin.digest = "[digest]".to_owned();
        insta::assert_json_snapshot!(format!("manifest.{name}"), info);
    }
}
