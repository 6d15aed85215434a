//! Asking for the end of an account.

use chrono::TimeDelta;
use serde_json::json;
use studio_db::leaving::{self, Deletion, work};
use studio_db::{PgConnection, account_tokens, api_keys, housekeeping, login_steps, people, sessions, users};
use studio_model::{AuditAction, Language};

use crate::accounts::two_factor::{self, code};
use crate::accounts::{User, prove};
use crate::audit::Entry;
use crate::mail::{self, Content, Recipient};
use crate::tasks::housekeeping::Chore;
use crate::{App, Error, Result};

/// Proof that it is the owner who wants it.
#[derive(Clone, Debug)]
pub struct Farewell {
    /// As typed.
    pub password: String,
    /// A code of the app, or a recovery code; of no matter for an account that asks for none.
    pub code: String,
}

/// Notes that the user wants the account deleted. It is signed out everywhere and stops working; its owner is told by mail until
/// when it can be kept.
///
/// # Errors
/// [`Error::Invalid`] about `password` or `code`; [`Error::Conflict`] for the last administrator; [`Error::LimitReached`] after
/// repeated failures.
pub async fn request_deletion(app: &App, user: &User, proof: Farewell, language: Language) -> Result<Deletion> {
    prove::password(app, user, "password", proof.password).await?;
    let mut tx = app.db.begin().await?;
    if two_factor::is_on(&mut tx, user.id).await? {
        code::prove(app, &mut tx, user, &proof.code).await?;
    }
    // Two administrators who leave at once wait here for one another.
    if people::lock_administrators(&mut tx).await? == [user.id] {
        let message = "you are the last administrator; make somebody else one first";
        return Err(Error::Conflict(message.to_owned()));
    }
    // Keys that are made at this moment wait for this lock, and are of no use afterwards.
    users::lock(&mut tx, user.id).await?;
    let deletion = note(app, &mut tx, user).await?;
    stop(app, &mut tx, user).await?;
    tell(app, &mut tx, user, deletion, language).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, due_at = %deletion.due_at, "an account is going to be deleted");
    Ok(deletion)
}

async fn note(app: &App, conn: &mut PgConnection, user: &User) -> Result<Deletion> {
    let requested_at = app.clock.now();
    let grace = TimeDelta::days(app.config.retention.accounts_days.into());
    let wish = Deletion {
        requested_at,
        due_at: requested_at + grace,
    };
    leaving::request(conn, user.id, wish).await?;
    // As it is kept; the first wish counts.
    leaving::find(conn, user.id).await?.ok_or(Error::NotFound)
}

/// Nobody gets in any more, and nothing begins. What works already is cancelled by the chore, which begins within seconds.
async fn stop(app: &App, conn: &mut PgConnection, user: &User) -> Result<()> {
    sessions::delete_all_of(conn, user.id, None).await?;
    login_steps::delete_all_of(conn, user.id).await?;
    account_tokens::delete_all(conn, user.id).await?;
    api_keys::delete_all_of(conn, user.id).await?;
    work::pause_schedules(conn, user.id, app.clock.now()).await?;
    housekeeping::make_due(conn, Chore::LeavingAccounts.name()).await?;
    Ok(())
}

async fn tell(app: &App, conn: &mut PgConnection, user: &User, deletion: Deletion, language: Language) -> Result<()> {
    let entry = Entry::of_account(user, AuditAction::DeletionRequested, "");
    entry
        .with(json!({ "due_at": deletion.due_at }))
        .write(app, conn)
        .await?;
    let content = Content::DeletionRequested {
        name: user.name.clone(),
        link: app.config.app_url.join("login").map_err(Error::internal)?.into(),
        until: deletion.due_at.format("%Y-%m-%d %H:%M UTC").to_string(),
    };
    let lifetime = deletion.due_at - deletion.requested_at;
    mail::queue(app, conn, Recipient::of(user, language), &content, lifetime).await
}
