//! Another address for an account: it is the account's only after it is proven.

use chrono::TimeDelta;
use studio_db::account_tokens::{self, Purpose};
use studio_db::users::{self, ContactRow};
use studio_db::{PgConnection, login_failures};
use studio_model::{AuditAction, Language};

use super::{User, email, link, prove};
use crate::audit::Entry;
use crate::mail::{self, Content, Recipient};
use crate::{App, Error, Result};

const LIFETIME_HOURS: u32 = 24;
const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// Mails a link to the address that the account is to get; the account keeps its own until the link is used.
/// Nothing is mailed to an address that has an account, and nothing tells so.
///
/// # Errors
/// [`Error::Invalid`] about `email` or `password`; [`Error::LimitReached`] after repeated failures or a mail a short while ago.
pub async fn change_email(app: &App, user: &User, new_email: &str, password: String, language: Language) -> Result<()> {
    let new_email = email::parse(new_email).map_err(|complaint| Error::Invalid(vec![complaint]))?;
    if new_email == user.email {
        return Err(Error::invalid("email", "This is your address already."));
    }
    prove::password(app, user, "password", password).await?;
    let mut tx = app.db.begin().await?;
    let subject = (user.id, Purpose::ChangeEmail, new_email.as_str());
    let issued = link::issue(app, &mut tx, subject, "verify-email", LIFETIME).await?;
    let link = issued.or_wait(app.clock.now())?;
    if users::find_contact(&mut tx, &new_email).await?.is_none() {
        let content = Content::ChangeEmail {
            name: user.name.clone(),
            link,
            hours: LIFETIME_HOURS,
        };
        let to = Recipient {
            user_id: Some(user.id),
            email: &new_email,
            language,
        };
        mail::queue(app, &mut tx, to, &content, LIFETIME).await?;
    }
    Ok(tx.commit().await?)
}

/// The address that waits to be proven, if one does.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn find_new_email(app: &App, user: &User) -> Result<Option<String>> {
    let mut conn = app.db.acquire().await?;
    Ok(account_tokens::find_email(&mut conn, user.id, Purpose::ChangeEmail, app.clock.now()).await?)
}

/// Uses a link up that changes an address.
pub(super) async fn take(app: &App, conn: &mut PgConnection, hash: &[u8; 32]) -> Result<String> {
    let now = app.clock.now();
    let proven = account_tokens::take(conn, Purpose::ChangeEmail, hash, now).await?;
    let proven = proven.ok_or_else(link::useless)?;
    let old = users::lock_contact(conn, proven.user_id)
        .await?
        .ok_or_else(link::useless)?;
    users::update_email(conn, proven.user_id, &proven.email, now)
        .await
        .map_err(taken)?;
    // Links that were mailed to the old address must not change anything any more.
    account_tokens::delete_all(conn, proven.user_id).await?;
    login_failures::delete(conn, &super::guard::email_subject(&old.email)).await?;
    let entry = Entry::of_stranger(&old.email, Some(proven.user_id), AuditAction::EmailChanged);
    entry.write(app, conn).await?;
    tell_old_address(app, conn, &old).await?;
    Ok(proven.email)
}

async fn tell_old_address(app: &App, conn: &mut PgConnection, old: &ContactRow) -> Result<()> {
    let to = Recipient {
        user_id: Some(old.user_id),
        email: &old.email,
        language: old.language.unwrap_or_default(),
    };
    let content = Content::EmailChanged { name: old.name.clone() };
    mail::queue(app, conn, to, &content, mail::NEWS_LIFETIME).await
}

fn taken(error: studio_db::Error) -> Error {
    if error.constraint() == Some("users_email_key") {
        Error::Conflict("this email address already has an account".to_owned())
    } else {
        error.into()
    }
}
