//! Samples of keys.

use crate::views::{FieldError, FormErrors, KeyField, KeyGroup, KeyLine, KeySheet, KeyboardSettings, SettingsPage};

const CONTROLS: [&str; 2] = ["keys.go-queue", "keys.help"];

fn fixed() -> Vec<KeyGroup> {
    let line = |id: &str, keys: &[&[&str]]| KeyLine {
        id: id.to_owned(),
        keys: keys
            .iter()
            .map(|parts| parts.iter().map(|part| (*part).to_owned()).collect())
            .collect(),
    };
    let group = |context: &str, lines| KeyGroup {
        context: context.to_owned(),
        lines,
    };
    vec![
        group("everywhere", vec![line("palette", &[&["ctrl", "k"]])]),
        group(
            "mask",
            vec![line("zoom", &[&["+"], &["-"], &["0"]]), line("travel", &[&["arrows"]])],
        ),
    ]
}

/// With keys, and switched off.
#[must_use]
pub fn key_sheets() -> Vec<KeySheet> {
    let act = KeyLine {
        id: "go-queue".to_owned(),
        keys: vec![vec!["g".to_owned(), "q".to_owned()]],
    };
    let on = KeySheet {
        acts: vec![act],
        fixed: fixed(),
        is_off: false,
    };
    let off = KeySheet {
        acts: Vec::new(),
        is_off: true,
        ..on.clone()
    };
    vec![on, off]
}

/// As usual, saved, and with a wrong key.
#[must_use]
pub fn keyboard_settings() -> Vec<SettingsPage<KeyboardSettings>> {
    let field = |id: &str, usual: &str| KeyField {
        id: id.to_owned(),
        typed: usual.to_owned(),
        usual: usual.to_owned(),
    };
    let usual = KeyboardSettings {
        version: "2026-11-26T16:00:00.123456Z".to_owned(),
        is_on: true,
        acts: vec![field("go-queue", "g q"), field("help", "?")],
        fixed: fixed(),
        done: None,
        errors: FormErrors::sort(&CONTROLS, &[]),
    };
    let saved = KeyboardSettings {
        is_on: false,
        done: Some("keyboard"),
        ..usual.clone()
    };
    let mut refused = usual.clone();
    refused.acts[0].typed = "quick".to_owned();
    let wrong = ["keys.go-queue", ""].map(|control| FieldError::new(control, "That is wrong."));
    refused.errors = FormErrors::sort(&CONTROLS, &wrong);
    [usual, saved, refused].map(SettingsPage::new).into()
}
