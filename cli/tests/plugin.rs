//! `studio plugin` as the author of a plugin uses it, from nothing to a folder of plugins and back.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn plugin(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_studio"))
        .arg("plugin")
        .args(arguments)
        .current_dir(folder)
        .env("PLUGINS_DIR", folder.join("plugins"))
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = plugin(folder, arguments);
    let (out, errors) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {out}\n{errors}");
    out
}

#[track_caller]
fn refused(folder: &Path, arguments: &[&str], why: &str) {
    let output = plugin(folder, arguments);
    let errors = text(&output.stderr);
    assert!(
        !output.status.success() && errors.contains(why),
        "{arguments:?}: {errors}"
    );
}

/// Types the commands that `docs/PLUGINS.md` prints first, from nothing to an installed plugin, and gives what they say.
fn follow_the_tutorial(folder: &Path) -> String {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/PLUGINS.md")).unwrap();
    let printed = page.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(printed.contains("studio plugin new acme-painter"), "{printed}");
    let studio = Path::new(env!("CARGO_BIN_EXE_studio")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let search = std::env::join_paths([studio.to_owned()].into_iter().chain(std::env::split_paths(&path))).unwrap();
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", printed])
        .current_dir(folder)
        .env("PATH", search)
        .env("PLUGINS_DIR", folder.join("plugins"))
        // One for all plugins of a test, so that what they have in common is compiled once.
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .unwrap();
    let (out, errors) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{out}\n{errors}");
    out
}

#[test]
fn a_plugin_is_made_as_the_tutorial_says_then_renewed_and_taken_back() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("plugins")).unwrap();
    let told = follow_the_tutorial(folder);
    for sign in ["built ", "passed", "a lighthouse"] {
        assert!(told.contains(sign), "{sign}: {told}");
    }
    assert!(done(folder, &["list"]).contains("acme-painter 0.1.0"));
    refused(folder, &["new", "acme-painter"], "acme-painter");

    let component = "acme-painter/acme-painter.wasm";
    let tested = done(folder, &["test", "acme-painter", "--fuzz", "50", "--json"]);
    let report: Value = serde_json::from_str(&tested).unwrap();
    assert_eq!(
        (&report["passed"], &report["cases"].as_array().unwrap().len()),
        (&true.into(), &2)
    );
    let tried = done(
        folder,
        &["try", component, "--prompt", "a (fox:1.3)", "--images", "2", "--json"],
    );
    let preview: Value = serde_json::from_str(&tried).unwrap();
    assert_eq!(
        (&preview["endpoint"], &preview["input"]["num_images"]),
        (&"fal-ai/flux/schnell".into(), &2.into())
    );
    assert!(preview["notes"][0].as_str().unwrap().contains("(fox:1.3)"), "{preview}");

    refused(folder, &["rollback", "acme-painter"], "no earlier version");
    let manifest = folder.join("acme-painter/src/lib.rs");
    let changed = fs::read_to_string(&manifest).unwrap().replace("\"0.1.0\"", "\"0.2.0\"");
    fs::write(&manifest, changed).unwrap();
    done(folder, &["build", "acme-painter"]);
    refused(folder, &["check", "acme-painter"], "plugin.toml");
    done(folder, &["add", component]);
    assert!(done(folder, &["list"]).contains("acme-painter 0.2.0"));
    done(folder, &["rollback", "acme-painter"]);
    assert!(done(folder, &["list"]).contains("acme-painter 0.1.0"));
    with_the_sdk_of_a_checkout(folder);
}

/// A plugin that uses the SDK where it lies instead of a copy.
fn with_the_sdk_of_a_checkout(folder: &Path) {
    let plugins = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins");
    let beside = plugins.to_str().unwrap();
    refused(folder, &["new", "acme-local", "--sdk", beside], "is not the SDK");
    done(folder, &["new", "acme-local", "--sdk", &format!("{beside}/sdk")]);
    assert!(!folder.join("acme-local/vendor").exists());
    let told = fs::read_to_string(folder.join("acme-local/README.md")).unwrap();
    assert!(!told.contains("vendor"), "{told}");
    done(folder, &["build", "acme-local"]);
    done(folder, &["check", "acme-local"]);
}

#[test]
fn what_is_no_plugin_is_told_apart() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    refused(folder, &["new", "../evil"], "is no name for a plugin");
    fs::write(folder.join("text.wasm"), "not a component").unwrap();
    refused(folder, &["check", "text.wasm"], "not a component");
    // The header of a core module.
    fs::write(folder.join("module.wasm"), b"\0asm\x01\0\0\0").unwrap();
    refused(folder, &["check", "module.wasm"], "core WebAssembly module");
    refused(folder, &["add", "nothing.wasm"], "nothing.wasm");
}
