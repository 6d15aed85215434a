//! How mails are sent, and who reads them where they are not.

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use url::Url;

use super::Secret;
use super::vars::{Vars, is_this_machine};

/// Mail.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// `SMTP_URL`: the server that mails are handed to, such as `smtp://user:secret@mail.example.org:587?tls=required` or
    /// `smtps://…`. Without it none is sent.
    pub smtp_url: Option<Secret>,
    /// `MAIL_FROM`: the sender, such as `Studio <studio@example.org>`; default `studio@` and the host of `APP_URL`.
    pub from: Mailbox,
    /// Who reads mails that are not sent.
    pub outbox: Outbox,
}

/// Who may read the mails of a studio without a mail server: they hold links that let their reader in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outbox {
    /// Nobody: there is a mail server.
    Closed,
    /// Administrators, who hand them on.
    Administrators,
    /// `MAIL_OUTBOX=open`: everybody, which is for development and refused unless `APP_URL` is on this machine.
    Everybody,
}

impl Vars<'_> {
    pub(super) fn mail(&mut self, app_url: &Url) -> MailSettings {
        let smtp_url = self.get("SMTP_URL").map(Secret::new);
        if let Some(url) = &smtp_url
            && AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose()).is_err()
        {
            // The value holds a password.
            self.problems.push(
                "SMTP_URL is not an address such as smtp://user:secret@mail.example.org:587?tls=required".to_owned(),
            );
        }
        MailSettings {
            outbox: self.outbox(app_url, smtp_url.is_some()),
            smtp_url,
            from: self.mail_from(app_url),
        }
    }

    fn mail_from(&mut self, app_url: &Url) -> Mailbox {
        let host = app_url.domain().unwrap_or("localhost");
        let text = self.text("MAIL_FROM", &format!("AI Image Design Studio <studio@{host}>"));
        text.parse().unwrap_or_else(|_| {
            self.problems.push(format!(
                "MAIL_FROM is `{text}`, not a sender such as Studio <studio@example.org>"
            ));
            "studio@localhost".parse().expect("a constant address")
        })
    }

    fn outbox(&mut self, app_url: &Url, is_sent: bool) -> Outbox {
        match (self.get("MAIL_OUTBOX").as_deref(), is_sent) {
            (None, true) => Outbox::Closed,
            (None, false) => Outbox::Administrators,
            (Some("open"), false) if is_this_machine(app_url) => Outbox::Everybody,
            (Some("open"), false) => {
                self.problems
                    .push("MAIL_OUTBOX is `open`, which is only for an APP_URL on this machine".to_owned());
                Outbox::Administrators
            }
            (Some("open"), true) => {
                self.problems
                    .push("MAIL_OUTBOX is `open` although SMTP_URL is set".to_owned());
                Outbox::Closed
            }
            (Some(text), _) => {
                self.problems.push(format!("MAIL_OUTBOX is `{text}`, not open"));
                Outbox::Administrators
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read_with;

    fn read(variables: &[(&str, &str)]) -> Result<MailSettings, String> {
        read_with(variables).map(|config| config.mail)
    }

    #[test]
    fn without_a_server_mails_stay_for_administrators() {
        let mail = read(&[("APP_URL", "https://studio.example.org")]).unwrap();
        assert!(mail.smtp_url.is_none() && mail.outbox == Outbox::Administrators);
        assert_eq!(mail.from.email.to_string(), "studio@studio.example.org");
        let mail = read(&[("SMTP_URL", "smtps://ada:secret@mail.example.org")]).unwrap();
        assert!(mail.smtp_url.is_some() && mail.outbox == Outbox::Closed);
        assert_eq!(read(&[("MAIL_OUTBOX", "open")]).unwrap().outbox, Outbox::Everybody);
    }

    #[test]
    fn what_would_open_accounts_to_everybody_is_refused() {
        let public = read(&[("MAIL_OUTBOX", "open"), ("APP_URL", "https://studio.example.org")]);
        assert!(public.unwrap_err().contains("MAIL_OUTBOX"));
        let sent = read(&[("MAIL_OUTBOX", "open"), ("SMTP_URL", "smtp://localhost")]);
        assert!(sent.unwrap_err().contains("MAIL_OUTBOX"));
    }

    #[test]
    fn wrong_values_are_told_without_the_password() {
        let told = read(&[("SMTP_URL", "http://ada:hunter2@x"), ("MAIL_FROM", "a\r\nBcc: b@c.d")]).unwrap_err();
        assert!(
            told.contains("SMTP_URL") && told.contains("MAIL_FROM") && !told.contains("hunter2"),
            "{told}"
        );
    }
}
