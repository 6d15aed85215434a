//! Registering.

use studio_db::ledger::{self, Grant};
use studio_db::users::{self, NewUser};
use studio_db::{PgConnection, sessions};
use studio_model::{AuditAction, MICRODOLLARS_PER_CREDIT, MicroDollars, UserId};

use super::session::Proof;
use super::{Client, Role, SessionToken, SignedIn, email, name, password, session, verify_email};
use crate::audit::Entry;
use crate::{App, Error, FieldError, Result};

/// What somebody fills in to get an account, and where.
#[derive(Clone, Debug)]
pub struct Register {
    /// Trimmed and lowered before use.
    pub email: String,
    /// 10 to 200 characters, none of the most common passwords.
    pub password: String,
    /// 1 to 100 characters, none of them invisible.
    pub name: String,
    /// The browser.
    pub client: Client,
    /// The session the browser has so far; it ends.
    pub replaces: Option<SessionToken>,
}

/// Makes an account, gives it the starting credits, mails a link that proves the address, and signs the browser in. The first account of an empty installation
/// becomes its administrator.
///
/// # Errors
/// [`Error::Invalid`] naming every wrong field; [`Error::Conflict`] when the address is taken.
pub async fn register(app: &App, input: Register) -> Result<SignedIn> {
    let Checked { email, name } = check(&input)?;
    let password_hash = password::hash(input.password).await?;
    let id = UserId(app.clock.new_id());

    let mut tx = app.db.begin().await?;
    let user = NewUser {
        id,
        email: &email,
        password_hash: &password_hash,
        name: &name,
        role: role_for_next(&mut tx).await?,
    };
    users::insert(&mut tx, &user, app.clock.now()).await.map_err(taken)?;
    grant_credits(app, &mut tx, id).await?;
    if let Some(old) = &input.replaces {
        sessions::delete_by_token(&mut tx, &old.hash()).await?;
    }
    let signed_in = session::begin(app, &mut tx, id, &input.client, Proof::Password).await?;
    let entry = Entry::of_account(&signed_in.user, AuditAction::Registered, "");
    entry.write(app, &mut tx).await?;
    verify_email::ask(app, &mut tx, &signed_in.user, input.client.language).await?;
    tx.commit().await?;
    Ok(signed_in)
}

struct Checked {
    email: String,
    name: String,
}

fn check(input: &Register) -> Result<Checked> {
    let name = input.name.trim();
    let email = email::parse(&input.email);
    let known_email = email.as_deref().unwrap_or_default();
    let complaints: Vec<FieldError> = [
        email.as_ref().err().cloned(),
        password::check(&input.password, known_email, name),
        name::check(name),
    ]
    .into_iter()
    .flatten()
    .collect();
    match email {
        Ok(email) if complaints.is_empty() => Ok(Checked {
            email,
            name: name.to_owned(),
        }),
        _ => Err(Error::Invalid(complaints)),
    }
}

async fn role_for_next(conn: &mut PgConnection) -> Result<Role> {
    let is_first = users::lock_if_first(conn).await?;
    Ok(if is_first { Role::Admin } else { Role::User })
}

async fn grant_credits(app: &App, conn: &mut PgConnection, user_id: UserId) -> Result<()> {
    let amount = MicroDollars(i64::from(app.config.signup_credits) * MICRODOLLARS_PER_CREDIT);
    if amount == MicroDollars::ZERO {
        return Ok(());
    }
    let grant = Grant {
        id: app.clock.new_id(),
        user_id,
        amount,
        note: "Starting credits",
    };
    Ok(ledger::grant(conn, &grant, app.clock.now()).await?)
}

fn taken(error: studio_db::Error) -> Error {
    if error.constraint() == Some("users_email_key") {
        Error::Conflict("this email address already has an account".to_owned())
    } else {
        error.into()
    }
}
