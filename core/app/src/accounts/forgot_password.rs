//! A new password for whoever forgot the old one.

use std::time::Duration;

use chrono::TimeDelta;
use studio_db::account_tokens::{self, Purpose};
use studio_db::users::{self, ContactRow};
use studio_db::{login_failures, login_steps, sessions};
use studio_model::{AuditAction, Language};
use tokio::time::{Instant, sleep_until};

use super::{email, link, password};
use crate::audit::Entry;
use crate::mail::{self, Content, Recipient};
use crate::{App, Error, Result};

/// How long the link in the mail works.
const LIFETIME_MINUTES: u32 = 60;
const LIFETIME: TimeDelta = TimeDelta::minutes(60);

/// When the answer comes, whatever there was to do: several times what writing a mail down takes.
const ANSWER_AFTER: Duration = Duration::from_millis(250);

/// Mails a link to choose a new password, if the address has an account and none was mailed a short while ago. The answer and the
/// time it takes do not tell which.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn forgot_password(app: &App, typed_email: &str, language: Language) -> Result<()> {
    let answer_at = Instant::now() + ANSWER_AFTER;
    let done = send_link(app, &email::normalise(typed_email), language).await;
    sleep_until(answer_at).await;
    done
}

async fn send_link(app: &App, email: &str, language: Language) -> Result<()> {
    // PostgreSQL takes no NUL in a text.
    if email.contains('\0') {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    let Some(contact) = users::find_contact(&mut tx, email).await? else {
        return Ok(());
    };
    if !contact.is_active {
        return Ok(());
    }
    let subject = (contact.user_id, Purpose::ResetPassword, email);
    let link::Issued::Link(link) = link::issue(app, &mut tx, subject, "reset-password", LIFETIME).await? else {
        return Ok(());
    };
    let content = Content::ResetPassword {
        name: contact.name.clone(),
        link,
        minutes: LIFETIME_MINUTES,
    };
    mail::queue(app, &mut tx, recipient(&contact, language), &content, LIFETIME).await?;
    Ok(tx.commit().await?)
}

/// Takes the link of a mail and a new password. Every browser is logged out, and the address is proven by the way. A second
/// factor stays on.
///
/// # Errors
/// [`Error::Invalid`] about `token` when the link does not work, about `password` when it should not be chosen; the link stays good
/// then.
pub async fn reset_password(app: &App, token: &str, new_password: String, language: Language) -> Result<()> {
    let hash = link::hash(token)?;
    let contact = find_contact(app, &hash).await?;
    if let Some(complaint) = password::check(&new_password, &contact.email, &contact.name) {
        return Err(Error::Invalid(vec![complaint]));
    }
    let password_hash = password::hash(new_password).await?;

    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let proven = account_tokens::take(&mut tx, Purpose::ResetPassword, &hash, now).await?;
    let proven = proven.ok_or_else(link::useless)?;
    users::update_password(&mut tx, proven.user_id, &password_hash, now).await?;
    users::update_verified(&mut tx, proven.user_id, &proven.email, now).await?;
    account_tokens::delete_all(&mut tx, proven.user_id).await?;
    sessions::delete_all_of(&mut tx, proven.user_id, None).await?;
    login_steps::delete_all_of(&mut tx, proven.user_id).await?;
    login_failures::delete(&mut tx, &super::guard::email_subject(&proven.email)).await?;
    let entry = Entry::of_stranger(&proven.email, Some(proven.user_id), AuditAction::PasswordReset);
    entry.write(app, &mut tx).await?;
    let content = Content::PasswordChanged {
        name: contact.name.clone(),
    };
    mail::queue(
        app,
        &mut tx,
        recipient(&contact, language),
        &content,
        TimeDelta::days(2),
    )
    .await?;
    Ok(tx.commit().await?)
}

async fn find_contact(app: &App, hash: &[u8; 32]) -> Result<ContactRow> {
    let mut conn = app.db.acquire().await?;
    let token = account_tokens::find(&mut conn, Purpose::ResetPassword, hash, app.clock.now()).await?;
    let token = token.ok_or_else(link::useless)?;
    let contact = users::find_contact(&mut conn, &token.email).await?;
    contact
        .filter(|contact| contact.user_id == token.user_id && contact.is_active)
        .ok_or_else(link::useless)
}

fn recipient(contact: &ContactRow, language: Language) -> Recipient<'_> {
    Recipient {
        user_id: Some(contact.user_id),
        email: &contact.email,
        language: contact.language.unwrap_or(language),
    }
}
