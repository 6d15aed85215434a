//! The mails of a studio that has nobody to hand them to: pages show them instead.

use chrono::{DateTime, Utc};
use studio_db::mails;
use studio_model::{Cursor, PageLimit};

use super::{open, render};
use crate::accounts::{Role, User};
use crate::config::Outbox;
use crate::{App, Error, Page, Result};

/// A mail that stays here.
#[derive(Clone, Debug)]
pub struct OutboxMail {
    /// To whom.
    pub recipient: String,
    /// Its subject; empty when its key is not known any more.
    pub subject: String,
    /// Its words as plain text.
    pub text: String,
    /// Where it leads, if anywhere.
    pub link: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Whether mails stay here and this visitor may read them.
#[must_use]
pub fn is_open(app: &App, user: Option<&User>) -> bool {
    match app.config.mail.outbox {
        Outbox::Closed => false,
        Outbox::Administrators => user.is_some_and(|user| user.role == Role::Admin),
        Outbox::Everybody => true,
    }
}

/// The mails, newest first.
///
/// # Errors
/// [`Error::NotFound`] for whom it is not open; see [`is_open`].
pub async fn list_outbox(
    app: &App,
    user: Option<&User>,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<OutboxMail>> {
    if !is_open(app, user) {
        return Err(Error::NotFound);
    }
    let rows = mails::list(&mut *app.db.acquire().await?, after, limit).await?;
    let Page { items, next } = Page::new(rows, limit, |mail| Cursor {
        at: mail.created_at,
        id: mail.id,
    });
    let items = items.into_iter().map(|mail| shown(app, mail)).collect::<Result<_>>()?;
    Ok(Page { items, next })
}

fn shown(app: &App, mail: mails::Mail) -> Result<OutboxMail> {
    let content = mail.content.and_then(|sealed| open(app, mail.id, &sealed));
    let words = content
        .as_ref()
        .map(|content| render(app, mail.language, content))
        .transpose()?;
    let (subject, text) = words.map(|words| (words.subject, words.text)).unwrap_or_default();
    Ok(OutboxMail {
        recipient: mail.recipient,
        subject,
        text,
        link: content.and_then(|content| content.link().map(str::to_owned)),
        created_at: mail.created_at,
    })
}
