//! Samples of two-factor log-in.

use super::now;
use crate::views::{FieldError, LogInCodePage, RecoveryCodesView, SettingsPage, TwoFactorForm, TwoFactorSettings};

/// Empty, and with everything wrong.
#[must_use]
pub fn log_in_code_pages() -> Vec<LogInCodePage> {
    let wrong = |field| FieldError::new(field, "That is wrong.");
    vec![
        LogInCodePage::new("/gallery", &[]),
        LogInCodePage::new("", &[wrong("code")]),
        LogInCodePage::new("", &[wrong("recovery_code"), wrong("")]),
    ]
}

/// Off, being set up, on, and each with everything wrong; and with new recovery codes.
#[must_use]
pub fn two_factor_settings() -> Vec<SettingsPage<TwoFactorSettings>> {
    let setup = TwoFactorForm::Setup {
        secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned(),
        qr_code: "/icons/192.png".to_owned(),
        uri: "otpauth://totp/Studio:ada@example.org?secret=GEZDGNBVGY3TQOJQ".to_owned(),
    };
    let on = |recovery_codes_left| TwoFactorForm::On {
        since: now(),
        recovery_codes_left,
    };
    let errors = ["password", "code", ""].map(|field| FieldError::new(field, "That is wrong."));
    let forms = [TwoFactorForm::Off, setup, on(1), on(0)];
    let pages = forms.into_iter().flat_map(|form| {
        let page = |errors: &[FieldError]| TwoFactorSettings::new("ada@example.org", form.clone(), errors);
        [page(&[]), page(&errors)]
    });
    let codes: Vec<String> = (0..10).map(|n| format!("7k3m-q0xw-9d2c-t5h{n}")).collect();
    let made = TwoFactorSettings {
        made: Some(RecoveryCodesView::new(&codes, "ada@example.org")),
        ..TwoFactorSettings::new("ada@example.org", on(10), &[])
    };
    pages.chain([made]).map(SettingsPage::new).collect()
}
