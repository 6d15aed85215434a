//! Samples of the settings.

use super::now;
use crate::views::{
    AccountSettings, FieldError, FormErrors, NamedLink, PasswordForm, PreferenceSettings, SecuritySettings,
    SessionLine, SettingsPage,
};

/// A proven address, one that is not, and everything wrong.
#[must_use]
pub fn account_settings() -> Vec<SettingsPage<AccountSettings>> {
    let proven = AccountSettings {
        name: "Ada Lovelace".to_owned(),
        version: "2026-11-26T16:00:00.123456Z".to_owned(),
        avatar_url: Some("/icons/192.png".to_owned()),
        email: "ada@example.org".to_owned(),
        new_email: None,
        typed_email: String::new(),
        is_verified: true,
        since: now(),
        has_outbox: false,
        done: None,
        errors: FormErrors::sort(&AccountSettings::CONTROLS, &[]),
    };
    let open = AccountSettings {
        avatar_url: None,
        new_email: Some("ada.lovelace@example.org".to_owned()),
        is_verified: false,
        has_outbox: true,
        ..proven.clone()
    };
    let wrong: Vec<FieldError> = AccountSettings::CONTROLS
        .iter()
        .chain(&[""])
        .map(|control| FieldError::new(*control, "That is wrong."))
        .collect();
    let refused = AccountSettings {
        typed_email: "ada@".to_owned(),
        errors: FormErrors::sort(&AccountSettings::CONTROLS, &wrong),
        ..open.clone()
    };
    let done = ["verification", "profile", "avatar", "email", "kept"].map(|done| AccountSettings {
        done: Some(done),
        ..proven.clone()
    });
    let all = [proven, open, refused].into_iter().chain(done);
    all.map(SettingsPage::new).collect()
}

/// Nothing chosen, and everything wrong.
#[must_use]
pub fn preference_settings() -> Vec<SettingsPage<PreferenceSettings>> {
    let usual = PreferenceSettings {
        version: "2026-11-26T16:00:00.123456Z".to_owned(),
        language: String::new(),
        time_zone: String::new(),
        zones: vec!["Europe/Berlin", "UTC"],
        theme: "auto".to_owned(),
        model_id: String::new(),
        models: vec![NamedLink {
            id: "fal-ai/flux/dev".to_owned(),
            name: "FLUX.1 [dev]".to_owned(),
        }],
        parameters: String::new(),
        done: None,
        errors: FormErrors::sort(&PreferenceSettings::CONTROLS, &[]),
    };
    let wrong: Vec<FieldError> = PreferenceSettings::CONTROLS
        .iter()
        .chain(&[""])
        .map(|control| FieldError::new(*control, "That is wrong."))
        .collect();
    let refused = PreferenceSettings {
        language: "de".to_owned(),
        time_zone: "Europe/Belrin".to_owned(),
        model_id: "fal-ai/flux/dev".to_owned(),
        parameters: "guidance_scale: 90".to_owned(),
        errors: FormErrors::sort(&PreferenceSettings::CONTROLS, &wrong),
        ..usual.clone()
    };
    let done = ["preferences", "defaults"].map(|done| PreferenceSettings {
        done: Some(done),
        ..usual.clone()
    });
    let all = [usual, refused].into_iter().chain(done);
    all.map(SettingsPage::new).collect()
}

fn session(index: u32, browser: Option<&str>) -> SessionLine {
    SessionLine {
        id: index.to_string(),
        browser: browser.map(str::to_owned),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
        ip_address: "192.0.2.7".to_owned(),
        created_at: now(),
        last_seen_at: now(),
        has_code: index == 1,
        is_current: index == 0,
    }
}

/// One browser, several, and everything wrong with a new password.
#[must_use]
pub fn security_settings() -> Vec<SettingsPage<SecuritySettings>> {
    let one = SecuritySettings {
        email: "ada@example.org".to_owned(),
        password: PasswordForm::new(&[]),
        sessions: vec![session(0, Some("Firefox"))],
        two_factor_since: None,
        next_href: None,
        done: None,
    };
    let bare = SessionLine {
        user_agent: String::new(),
        ip_address: String::new(),
        ..session(2, None)
    };
    let errors = ["current_password", "new_password", ""].map(|field| FieldError::new(field, "That is wrong."));
    let done = |done| SecuritySettings {
        done: Some(done),
        ..one.clone()
    };
    let several = SecuritySettings {
        password: PasswordForm::new(&errors),
        sessions: vec![session(0, Some("Firefox")), session(1, Some("Chrome")), bare],
        two_factor_since: Some(now()),
        next_href: Some("/settings/security?cursor=1".to_owned()),
        ..one.clone()
    };
    [
        one.clone(),
        several,
        done("password"),
        done("session"),
        done("sessions"),
        done("two-factor"),
    ]
    .map(SettingsPage::new)
    .into()
}
