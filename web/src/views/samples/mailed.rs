//! Samples of what links in mails lead to.

use super::now;
use crate::views::{FieldError, ForgotPasswordPage, OutboxLetter, OutboxPage, ResetPasswordPage, VerifyEmailPage};

/// Before, done, and a link that does not work.
#[must_use]
pub fn verify_email_pages() -> Vec<VerifyEmailPage> {
    let page = VerifyEmailPage {
        token: "sample".to_owned(),
        ..VerifyEmailPage::default()
    };
    vec![
        page.clone(),
        VerifyEmailPage {
            email: Some("ada@example.org".to_owned()),
            ..page.clone()
        },
        VerifyEmailPage {
            complaint: Some("This link has expired or was used already.".to_owned()),
            ..page
        },
    ]
}

/// Empty, and sent.
#[must_use]
pub fn forgot_password_pages() -> Vec<ForgotPasswordPage> {
    let sent = ForgotPasswordPage {
        email: "ada@example.org".to_owned(),
        is_sent: true,
        has_outbox: true,
    };
    vec![ForgotPasswordPage::default(), sent]
}

/// Empty, and with everything wrong.
#[must_use]
pub fn reset_password_pages() -> Vec<ResetPasswordPage> {
    let errors = [
        FieldError::new("password", "Use 10 to 200 characters."),
        FieldError::new("token", "This link has expired or was used already."),
    ];
    vec![
        ResetPasswordPage::new("sample", &[]),
        ResetPasswordPage::new("sample", &errors),
    ]
}

/// With mails, and without.
#[must_use]
pub fn outbox_pages() -> Vec<OutboxPage> {
    let letter = OutboxLetter {
        recipient: "ada@example.org".to_owned(),
        subject: "Confirm your e-mail address".to_owned(),
        text: "Hello Ada,\n\nplease confirm that this address is yours.".to_owned(),
        link: Some("/verify-email?token=sample".to_owned()),
        created_at: now(),
    };
    let unreadable = OutboxLetter {
        subject: String::new(),
        text: String::new(),
        link: None,
        ..letter.clone()
    };
    vec![
        OutboxPage {
            letters: vec![letter, unreadable],
            next_href: Some("/dev/outbox?cursor=1".to_owned()),
        },
        OutboxPage {
            letters: Vec::new(),
            next_href: None,
        },
    ]
}
