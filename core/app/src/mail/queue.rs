//! Writing mails down.

use chrono::TimeDelta;
use studio_db::PgConnection;
use studio_db::mails::{self, NewMail};
use studio_model::{Language, UserId};
use uuid::Uuid;

use super::Content;
use crate::accounts::User;
use crate::{App, Error, Result, secrets};

/// What is sealed under this name is a mail.
const PURPOSE: &str = "mail";

/// Who is written to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipient<'a> {
    /// Whose account it is about; none when that is gone.
    pub(crate) user_id: Option<UserId>,
    /// An address that passed the check for addresses.
    pub(crate) email: &'a str,
    /// In which the person reads.
    pub(crate) language: Language,
}

impl<'a> Recipient<'a> {
    /// Whoever is signed in, at the address of the account.
    pub(crate) fn of(user: &'a User, language: Language) -> Self {
        Self {
            user_id: Some(user.id),
            email: &user.email,
            language,
        }
    }
}

/// Writes a mail down in the caller's transaction. It is sent after the commit, and not after `lifetime`.
pub(crate) async fn queue(
    app: &App,
    conn: &mut PgConnection,
    to: Recipient<'_>,
    content: &Content,
    lifetime: TimeDelta,
) -> Result<()> {
    let (id, now) = (app.clock.new_id(), app.clock.now());
    let plain = serde_json::to_vec(content).map_err(Error::internal)?;
    let mail = NewMail {
        id,
        user_id: to.user_id,
        recipient: to.email,
        language: to.language,
        kind: content.kind(),
        content: &secrets::seal(&app.config, PURPOSE, id, &plain)?,
        expires_at: now + lifetime,
    };
    Ok(mails::insert(conn, &mail, now).await?)
}

/// What was written down; none when its key is not known any more.
pub(crate) fn open(app: &App, id: Uuid, sealed: &[u8]) -> Option<Content> {
    let plain = secrets::open(&app.config, PURPOSE, id, sealed)?;
    serde_json::from_slice(&plain).ok()
}
