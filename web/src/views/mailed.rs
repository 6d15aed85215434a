//! Pages that links in mails lead to, the form that asks for one, and the mails themselves where they are not sent.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{FieldError, FormErrors, View};

/// Proves an address: a button, or what came of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VerifyEmailPage {
    /// What the link carries.
    pub token: String,
    /// The address that is proven now.
    pub email: Option<String>,
    /// Why it did not work.
    pub complaint: Option<String>,
}

/// Asks for a link to choose a new password.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ForgotPasswordPage {
    pub email: String,
    /// A mail is on its way, if there is such an account.
    pub is_sent: bool,
    /// The visitor may read the mails that are not sent.
    pub has_outbox: bool,
}

/// The form for a new password. A password is never sent back.
#[derive(Debug, Clone, Serialize)]
pub struct ResetPasswordPage {
    /// What the link carries.
    pub token: String,
    pub errors: FormErrors,
}

impl ResetPasswordPage {
    /// The form with what was wrong.
    #[must_use]
    pub fn new(token: &str, errors: &[FieldError]) -> Self {
        Self {
            token: token.to_owned(),
            errors: FormErrors::sort(&["password"], errors),
        }
    }
}

/// Mails that are not sent, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct OutboxPage {
    pub letters: Vec<OutboxLetter>,
    /// The address of the next page.
    pub next_href: Option<String>,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
pub struct OutboxLetter {
    pub recipient: String,
    /// Empty when it cannot be read any more.
    pub subject: String,
    pub text: String,
    pub link: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl View for VerifyEmailPage {
    const PAGE: &'static str = "pages/auth/verify_email.html";
}

impl View for ForgotPasswordPage {
    const PAGE: &'static str = "pages/auth/forgot_password.html";
}

impl View for ResetPasswordPage {
    const PAGE: &'static str = "pages/auth/reset_password.html";
}

impl View for OutboxPage {
    const PAGE: &'static str = "pages/outbox/page.html";
}
