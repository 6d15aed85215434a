//! Keys of pages: the sheet that lists them, and the tab of the settings that changes them.

use serde::Serialize;

use super::{FormErrors, SettingsContent, SettingsTab, View};

/// The list of all keys.
#[derive(Debug, Clone, Serialize)]
pub struct KeySheet {
    /// What the user can change, with the user's keys.
    pub acts: Vec<KeyLine>,
    /// What nobody can.
    pub fixed: Vec<KeyGroup>,
    /// The user's keys do nothing.
    pub is_off: bool,
}

impl View for KeySheet {
    const PAGE: &'static str = "pages/settings/_keys.html";
}

/// Keys that work in one place.
#[derive(Debug, Clone, Serialize)]
pub struct KeyGroup {
    /// Part of the message's name.
    pub context: String,
    pub lines: Vec<KeyLine>,
}

/// What keys do.
#[derive(Debug, Clone, Serialize)]
pub struct KeyLine {
    /// Part of the message's name.
    pub id: String,
    /// Any of these; the keys of one are pressed one after the other, or held together where the first is `ctrl`.
    pub keys: Vec<Vec<String>>,
}

/// The keys of a user as typed.
#[derive(Debug, Clone, Serialize)]
pub struct KeyboardSettings {
    /// The version that is changed, as text.
    pub version: String,
    /// Keys do something at all.
    pub is_on: bool,
    pub acts: Vec<KeyField>,
    /// What cannot be changed.
    pub fixed: Vec<KeyGroup>,
    /// What was done: `keyboard`.
    pub done: Option<&'static str>,
    /// The control of an act is called `keys.` and its id.
    pub errors: FormErrors,
}

impl SettingsContent for KeyboardSettings {
    const PAGE: &'static str = "pages/settings/keyboard.html";
    const TAB: SettingsTab = SettingsTab::Keyboard;
}

/// The control for the keys of one act.
#[derive(Debug, Clone, Serialize)]
pub struct KeyField {
    /// Part of the message's name.
    pub id: String,
    pub typed: String,
    /// The usual keys.
    pub usual: String,
}
