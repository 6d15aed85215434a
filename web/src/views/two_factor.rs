//! The second step of a log-in, and the settings that switch it on and off.

use chrono::{DateTime, Utc};
use serde::Serialize;
use url::form_urlencoded::byte_serialize;

use super::{AuthForm, AuthMode, FieldError, FormErrors, SettingsContent, SettingsTab, View};

/// Asks for the code after the password. No code is ever sent back.
#[derive(Debug, Clone, Serialize)]
pub struct LogInCodePage {
    /// Where to go afterwards: a path of this site, or empty.
    pub next: String,
    pub errors: FormErrors,
}

impl LogInCodePage {
    /// The page with what was wrong.
    #[must_use]
    pub fn new(next: &str, errors: &[FieldError]) -> Self {
        Self {
            next: AuthForm::new(AuthMode::Login, next).next,
            errors: FormErrors::sort(&["code", "recovery_code"], errors),
        }
    }
}

impl View for LogInCodePage {
    const PAGE: &'static str = "pages/auth/code.html";
}

/// How it stands, and so which form there is.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TwoFactorForm {
    /// Asks for the password.
    Off,
    /// Shows the secret and asks for the first code.
    Setup {
        /// For apps that are typed into.
        secret: String,
        /// The picture as an address.
        qr_code: String,
        /// For an app on this device.
        uri: String,
    },
    /// Asks for the password and a code.
    On {
        since: DateTime<Utc>,
        /// 0 to 10.
        recovery_codes_left: i64,
    },
}

/// Codes that are shown once.
#[derive(Debug, Clone, Serialize)]
pub struct RecoveryCodesView {
    pub codes: Vec<String>,
    /// All of them, one a line.
    pub text: String,
    /// The same as a file, by an address that needs no request.
    pub href: String,
}

impl RecoveryCodesView {
    /// The codes of an account.
    #[must_use]
    pub fn new(codes: &[String], email: &str) -> Self {
        let text = codes.join("\n");
        let file = format!("AI Image Design Studio, {email}\n\n{text}\n");
        // A plus sign would stay one in such an address.
        let escaped: String = byte_serialize(file.as_bytes()).collect();
        Self {
            codes: codes.to_vec(),
            text,
            href: format!("data:text/plain;charset=utf-8,{}", escaped.replace('+', "%20")),
        }
    }
}

/// Two-factor log-in.
#[derive(Debug, Clone, Serialize)]
pub struct TwoFactorSettings {
    /// Whose password it is, for password managers.
    pub email: String,
    pub form: TwoFactorForm,
    /// Recovery codes that were just made.
    pub made: Option<RecoveryCodesView>,
    pub errors: FormErrors,
}

impl TwoFactorSettings {
    /// The page with what was wrong.
    #[must_use]
    pub fn new(email: &str, form: TwoFactorForm, errors: &[FieldError]) -> Self {
        Self {
            email: email.to_owned(),
            form,
            made: None,
            errors: FormErrors::sort(&["password", "code"], errors),
        }
    }
}

impl SettingsContent for TwoFactorSettings {
    const PAGE: &'static str = "pages/settings/two_factor.html";
    const TAB: SettingsTab = SettingsTab::Security;
}
