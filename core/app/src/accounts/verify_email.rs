//! Proving that an address is read by whoever has the account.

use chrono::TimeDelta;
use studio_db::account_tokens::{self, Purpose};
use studio_db::{PgConnection, users};
use studio_model::Language;

use super::{User, link};
use crate::mail::{self, Content, Recipient};
use crate::{App, Error, Result};

/// How long the link in the mail works.
const LIFETIME_HOURS: u32 = 24;
const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// Mails a link that proves the account's address. A newer one makes the older useless.
///
/// # Errors
/// [`Error::Conflict`] when it is proven already; [`Error::LimitReached`] when one was mailed a short while ago.
pub async fn send_verification(app: &App, user: &User, language: Language) -> Result<()> {
    if user.email_verified {
        return Err(Error::Conflict("this e-mail address is confirmed already".to_owned()));
    }
    let mut tx = app.db.begin().await?;
    ask(app, &mut tx, user, language).await?;
    Ok(tx.commit().await?)
}

/// The same in the caller's transaction.
pub(super) async fn ask(app: &App, conn: &mut PgConnection, user: &User, language: Language) -> Result<()> {
    let subject = (user.id, Purpose::VerifyEmail, user.email.as_str());
    let issued = link::issue(app, conn, subject, "verify-email", LIFETIME).await?;
    let content = Content::VerifyEmail {
        name: user.name.clone(),
        link: issued.or_wait(app.clock.now())?,
        hours: LIFETIME_HOURS,
    };
    let to = Recipient::of(user, language);
    mail::queue(app, conn, to, &content, LIFETIME).await
}

/// Takes the link of a mail: the address is proven, and it is the account's from now on. Gives the address.
///
/// # Errors
/// [`Error::Invalid`] about `token` when the link does not work; [`Error::Conflict`] when another account got the address meanwhile.
pub async fn verify_email(app: &App, token: &str) -> Result<String> {
    let (hash, now) = (link::hash(token)?, app.clock.now());
    let mut tx = app.db.begin().await?;
    if let Some(proven) = account_tokens::take(&mut tx, Purpose::VerifyEmail, &hash, now).await? {
        // The account may have another address by now.
        if !users::update_verified(&mut tx, proven.user_id, &proven.email, now).await? {
            return Err(link::useless());
        }
        tx.commit().await?;
        return Ok(proven.email);
    }
    let changed = super::change_email::take(app, &mut tx, &hash).await?;
    tx.commit().await?;
    Ok(changed)
}
