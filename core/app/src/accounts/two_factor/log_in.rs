//! The second step of a log-in. The browser keeps a token between the two, which signs nobody in.

use serde_json::json;
use studio_db::{PgConnection, login_steps, sessions, two_factor, users};
use studio_model::{AuditAction, UserId};

use super::STEP_LIFETIME;
use super::code::{self, Taken};
use crate::accounts::guard::Guard;
use crate::accounts::session::{self, Proof};
use crate::accounts::{Client, SessionToken, SignedIn};
use crate::audit::Entry;
use crate::{App, Error, Result};

/// Whether log-ins of this account ask for a code.
pub(in crate::accounts) async fn is_on(conn: &mut PgConnection, user_id: UserId) -> Result<bool> {
    let factor = two_factor::find(conn, user_id).await?;
    Ok(factor.is_some_and(|factor| factor.confirmed_at.is_some()))
}

/// Notes in the caller's transaction that the password was right; gives the browser's proof of that.
pub(in crate::accounts) async fn begin_step(
    app: &App,
    conn: &mut PgConnection,
    user_id: UserId,
) -> Result<SessionToken> {
    let (token, now) = (SessionToken::generate()?, app.clock.now());
    login_steps::insert(conn, &token.hash(), user_id, (now, now + STEP_LIFETIME)).await?;
    Ok(token)
}

/// Whether a browser is between the two steps.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn find_log_in_step(app: &App, step: &SessionToken) -> Result<bool> {
    let found = login_steps::find(&mut *app.db.acquire().await?, &step.hash(), app.clock.now()).await?;
    Ok(found.is_some())
}

/// Begins a session for the browser that holds `step`, which is used up. `replaces` is the session that it has so far.
///
/// # Errors
/// [`Error::Unauthenticated`] when the first step is too long ago or was another browser's; [`Error::Invalid`] about `code`;
/// [`Error::LimitReached`] after repeated failures.
pub async fn log_in_with_code(
    app: &App,
    step: Option<&SessionToken>,
    typed: &str,
    client: &Client,
    replaces: Option<&SessionToken>,
) -> Result<SignedIn> {
    let step = step.ok_or_else(begin_again)?.hash();
    let found = login_steps::find(&mut *app.db.acquire().await?, &step, app.clock.now()).await?;
    let user_id = found.ok_or_else(begin_again)?;
    let guard = Guard::of_code(user_id, client.ip_address);
    guard.begin(app).await?;

    let mut tx = app.db.begin().await?;
    let Some(taken) = code::take(app, &mut tx, user_id, typed).await? else {
        drop(tx);
        note_refusal(app, user_id).await?;
        return Err(code::wrong());
    };
    if !login_steps::take(&mut tx, &step).await? {
        return Err(begin_again());
    }
    guard.succeed(&mut tx).await?;
    if let Some(old) = replaces {
        sessions::delete_by_token(&mut tx, &old.hash()).await?;
    }
    let signed_in = session::begin(app, &mut tx, user_id, client, Proof::Code).await?;
    let with = match taken {
        Taken::Code => "code",
        Taken::RecoveryCode => "recovery_code",
    };
    let entry = Entry::of_account(&signed_in.user, AuditAction::LoggedIn, "").with(json!({ "with": with }));
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    Ok(signed_in)
}

async fn note_refusal(app: &App, user_id: UserId) -> Result<()> {
    let mut conn = app.db.acquire().await?;
    let Some(user) = users::find(&mut conn, user_id).await? else {
        return Ok(());
    };
    let entry = Entry::of_stranger(&user.email, Some(user_id), AuditAction::CodeRefused);
    entry.write(app, &mut conn).await
}

fn begin_again() -> Error {
    Error::Unauthenticated("the first step of this log-in was too long ago, or in another browser; begin again")
}
