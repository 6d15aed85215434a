//! Samples of the keys of programs.

use chrono::TimeDelta;

use super::now;
use crate::views::{ApiKeyLine, ApiKeyValues, ApiKeysSettings, FieldError, FormErrors, SettingsPage};

fn line(index: usize) -> ApiKeyLine {
    ApiKeyLine {
        id: index.to_string(),
        name: ["The printer's script", "Old laptop", "Backup <b>every</b> night"][index % 3].to_owned(),
        hint: "aistudio_1f9c02".to_owned(),
        scopes: if index == 0 {
            vec!["read", "generate"]
        } else {
            vec!["read"]
        },
        created_at: now(),
        expires_at: (index < 2).then(|| now() + TimeDelta::days(30)),
        is_expired: index == 1,
        last_used_at: (index == 0).then(now),
        last_used_ip: (index == 0).then(|| "192.0.2.7".to_owned()),
    }
}

/// None yet, some with a new one, and a refused form.
#[must_use]
pub fn api_key_settings() -> Vec<SettingsPage<ApiKeysSettings>> {
    let empty = ApiKeysSettings {
        keys: Vec::new(),
        made: None,
        values: ApiKeyValues {
            scopes: vec!["read".to_owned()],
            days: "90".to_owned(),
            ..ApiKeyValues::default()
        },
        errors: FormErrors::sort(&ApiKeysSettings::CONTROLS, &[]),
        scopes: vec!["read", "generate", "manage"],
        lifetimes: &[30, 90, 365, 0],
    };
    let made = ApiKeysSettings {
        keys: (0..3).map(line).collect(),
        made: Some(format!("aistudio_{}", "1f9c02ab".repeat(6))),
        scopes: vec!["read", "generate", "manage", "admin"],
        ..empty.clone()
    };
    let errors: Vec<FieldError> = ["name", "scopes", "days", ""]
        .iter()
        .map(|control| FieldError::new(*control, "That is wrong."))
        .collect();
    let refused = ApiKeysSettings {
        errors: FormErrors::sort(&ApiKeysSettings::CONTROLS, &errors),
        made: None,
        ..made.clone()
    };
    [empty, made, refused].map(SettingsPage::new).into()
}
