//! What mails say.

use serde::{Deserialize, Serialize};

/// A mail by its kind, with what its template is filled with. Kinds and fields are stored: a new version reads what an older one
/// wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Content {
    /// To whoever registered.
    VerifyEmail { name: String, link: String, hours: u32 },
    /// To whoever forgot the password.
    ResetPassword { name: String, link: String, minutes: u32 },
    /// After it was changed.
    PasswordChanged { name: String },
    /// To an address that an account is to get.
    ChangeEmail { name: String, link: String, hours: u32 },
    /// To the address that it had.
    EmailChanged { name: String },
    /// Log-ins ask for a code from now on.
    TwoFactorOn { name: String },
    /// They ask for none any more.
    TwoFactorOff { name: String },
    /// Its owner asked for the end of an account, and can keep it until a time.
    DeletionRequested { name: String, link: String, until: String },
    /// Its owner kept it.
    AccountKept { name: String },
    /// It is gone.
    AccountDeleted { name: String },
}

impl Content {
    /// The stored name, which is its template's too.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::VerifyEmail { .. } => "verify-email",
            Self::ResetPassword { .. } => "reset-password",
            Self::PasswordChanged { .. } => "password-changed",
            Self::ChangeEmail { .. } => "change-email",
            Self::EmailChanged { .. } => "email-changed",
            Self::TwoFactorOn { .. } => "two-factor-on",
            Self::TwoFactorOff { .. } => "two-factor-off",
            Self::DeletionRequested { .. } => "deletion-requested",
            Self::AccountKept { .. } => "account-kept",
            Self::AccountDeleted { .. } => "account-deleted",
        }
    }

    /// Where it leads, if anywhere.
    pub(crate) fn link(&self) -> Option<&str> {
        match self {
            Self::VerifyEmail { link, .. }
            | Self::ResetPassword { link, .. }
            | Self::ChangeEmail { link, .. }
            | Self::DeletionRequested { link, .. } => Some(link),
            Self::PasswordChanged { .. }
            | Self::EmailChanged { .. }
            | Self::TwoFactorOn { .. }
            | Self::TwoFactorOff { .. }
            | Self::AccountKept { .. }
            | Self::AccountDeleted { .. } => None,
        }
    }
}

#[cfg(test)]
pub(crate) fn one_of_each(name: &str) -> Vec<Content> {
    let (name, link) = (name.to_owned(), "https://studio.test/verify-email?token=abc".to_owned());
    vec![
        Content::VerifyEmail {
            name: name.clone(),
            link: link.clone(),
            hours: 24,
        },
        Content::ResetPassword {
            name: name.clone(),
            link: link.clone(),
            minutes: 60,
        },
        Content::PasswordChanged { name: name.clone() },
        Content::ChangeEmail {
            name: name.clone(),
            link: link.clone(),
            hours: 24,
        },
        Content::DeletionRequested {
            name: name.clone(),
            link,
            until: "2026-12-12 02:05 UTC".to_owned(),
        },
        Content::AccountKept { name: name.clone() },
        Content::AccountDeleted { name: name.clone() },
        Content::EmailChanged { name: name.clone() },
        Content::TwoFactorOn { name: name.clone() },
        Content::TwoFactorOff { name },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_kind_is_the_one_that_is_stored() {
        for content in one_of_each("Ada") {
            assert_eq!(serde_json::to_value(&content).unwrap()["kind"], content.kind());
        }
    }
}
