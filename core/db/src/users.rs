//! People with an account.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Language, MicroDollars, UserId};
use uuid::Uuid;

use crate::{Error, Result, ensure_affected};

/// Key of the advisory lock that decides who is first; an arbitrary constant, unique in this crate.
const FIRST_USER_LOCK: i64 = 0x5354_5544_494f_0001;

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Works with what is its own.
    User,
    /// Looks after the installation.
    Admin,
}

impl Role {
    /// The stored and public spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Admin => "admin",
        }
    }

    pub(crate) fn parse(text: &str, user_id: Uuid) -> Result<Self> {
        match text {
            "user" => Ok(Self::User),
            "admin" => Ok(Self::Admin),
            _ => Err(Error::ImpossibleRow {
                table: "users",
                column: "role",
                id: user_id.to_string(),
            }),
        }
    }
}

/// An account without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Key.
    pub id: UserId,
    /// Lower case.
    pub email: String,
    /// As the person wants to be called, 1 to 100 characters.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whether the person proved to read mail at `email`.
    pub email_verified: bool,
    /// What can be spent now.
    pub balance: MicroDollars,
    /// Where pages find the person's picture, if there is one.
    pub avatar_url: Option<String>,
    /// When it registered.
    pub created_at: DateTime<Utc>,
    /// The last change of what the person says or proves; money does not count.
    pub updated_at: DateTime<Utc>,
    /// When the account will be deleted, if its owner asked for that. Until then it can only be kept; see [`crate::leaving`].
    pub deletes_at: Option<DateTime<Utc>>,
}

/// A row to be.
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    /// Key.
    pub id: UserId,
    /// Lower case, 3 to 254 characters.
    pub email: &'a str,
    /// A PHC string.
    pub password_hash: &'a str,
    /// 1 to 100 characters.
    pub name: &'a str,
    /// What it may do.
    pub role: Role,
}

/// What a log-in is checked against.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Whose.
    pub user_id: UserId,
    /// A PHC string.
    pub password_hash: String,
    /// A switched-off account cannot log in.
    pub is_active: bool,
}

/// Stores an account with nothing to spend.
///
/// # Errors
/// [`Error::Constraint`] `users_email_key` when the address is taken.
pub async fn insert(conn: &mut PgConnection, user: &NewUser<'_>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO users (id, email, password_hash, name, role, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
        user.id.0,
        user.email,
        user.password_hash,
        user.name,
        user.role.as_str(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether nobody ever registered. A caller that hears `true` in a transaction holds a lock until its end, and nobody else
/// hears `true` before that.
///
/// # Errors
/// Those of every statement.
pub async fn lock_if_first(conn: &mut PgConnection) -> Result<bool> {
    if any_exists(conn).await? {
        return Ok(false);
    }
    sqlx::query!("SELECT pg_advisory_xact_lock($1)", FIRST_USER_LOCK)
        .execute(&mut *conn)
        .await?;
    // A statement of its own: it sees what the previous holder of the lock committed.
    Ok(!any_exists(conn).await?)
}

async fn any_exists(conn: &mut PgConnection) -> Result<bool> {
    let exists = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM users) AS "exists!""#)
        .fetch_one(conn)
        .await?;
    Ok(exists)
}

/// The account, active or not.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown role.
pub async fn find(conn: &mut PgConnection, id: UserId) -> Result<Option<User>> {
    let row = sqlx::query!(
        "SELECT id, email, name, role, email_verified, balance_microdollars, avatar_url, created_at, updated_at,
            deletion_due_at
         FROM users
         WHERE id = $1",
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(User {
            id: UserId(row.id),
            role: Role::parse(&row.role, row.id)?,
            email: row.email,
            name: row.name,
            email_verified: row.email_verified,
            balance: MicroDollars(row.balance_microdollars),
            avatar_url: row.avatar_url,
            created_at: row.created_at,
            updated_at: row.updated_at,
            deletes_at: row.deletion_due_at,
        })
    })
    .transpose()
}

/// What to check a password for `email` against; none for an account that is being removed.
///
/// # Errors
/// Those of every statement.
pub async fn find_credentials(conn: &mut PgConnection, email: &str) -> Result<Option<Credentials>> {
    let row = sqlx::query!(
        "SELECT id, password_hash, is_active FROM users WHERE email = $1 AND deletion_began_at IS NULL",
        email
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Credentials {
        user_id: UserId(row.id),
        password_hash: row.password_hash,
        is_active: row.is_active,
    }))
}

/// Notes a log-in.
///
/// # Errors
/// [`Error::AffectedRows`] when there is no such account.
pub async fn update_last_login(conn: &mut PgConnection, id: UserId, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!("UPDATE users SET last_login = $2 WHERE id = $1", id.0, now)
        .execute(conn)
        .await?;
    ensure_affected(&done, 1)
}

/// Where somebody is reached.
#[derive(Clone, Debug)]
pub struct ContactRow {
    /// Who.
    pub user_id: UserId,
    /// Lower case.
    pub email: String,
    /// As the person wants to be called.
    pub name: String,
    /// A switched-off account gets no mail.
    pub is_active: bool,
    /// The language that the person chose, if any.
    pub language: Option<Language>,
}

/// Who is reached at `email`.
///
/// # Errors
/// Those of every statement.
pub async fn find_contact(conn: &mut PgConnection, email: &str) -> Result<Option<ContactRow>> {
    let row = sqlx::query!(
        "SELECT u.id, u.email, u.name, u.is_active, s.language AS \"language?\"
         FROM users u
         LEFT JOIN user_settings s ON s.user_id = u.id
         WHERE u.email = $1",
        email,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| ContactRow {
        user_id: UserId(row.id),
        email: row.email,
        name: row.name,
        is_active: row.is_active,
        language: row.language.as_deref().and_then(Language::parse),
    }))
}

/// Lets those who lock the same account wait until the end of the transaction: who counts what somebody has, and adds to it, counts
/// alone. What only refers to the account goes on.
///
/// # Errors
/// Those of every statement.
pub async fn lock(conn: &mut PgConnection, id: UserId) -> Result<()> {
    sqlx::query!("SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE", id.0)
        .fetch_optional(conn)
        .await?;
    Ok(())
}

/// Locks an account and says where its owner is reached.
///
/// # Errors
/// Those of every statement.
pub async fn lock_contact(conn: &mut PgConnection, id: UserId) -> Result<Option<ContactRow>> {
    let row = sqlx::query!(
        "SELECT u.id, u.email, u.name, u.is_active, s.language AS \"language?\"
         FROM users u
         LEFT JOIN user_settings s ON s.user_id = u.id
         WHERE u.id = $1
         FOR UPDATE OF u",
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| ContactRow {
        user_id: UserId(row.id),
        email: row.email,
        name: row.name,
        is_active: row.is_active,
        language: row.language.as_deref().and_then(Language::parse),
    }))
}

/// Notes that the account's address is proven; `false` when it has another one by now.
///
/// # Errors
/// Those of every statement.
pub async fn update_verified(conn: &mut PgConnection, id: UserId, email: &str, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET email_verified = true, updated_at = $3 WHERE id = $1 AND email = $2",
        id.0,
        email,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives an account another address, which is proven.
///
/// # Errors
/// [`Error::Constraint`] `users_email_key` when the address is taken.
pub async fn update_email(conn: &mut PgConnection, id: UserId, email: &str, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE users SET email = $2, email_verified = true, updated_at = $3 WHERE id = $1",
        id.0,
        email,
        now,
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Gives an account another password.
///
/// # Errors
/// [`Error::AffectedRows`] when there is no such account.
pub async fn update_password(
    conn: &mut PgConnection,
    id: UserId,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE users SET password_hash = $2, updated_at = $3 WHERE id = $1",
        id.0,
        password_hash,
        now,
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Changes what an account that was last seen at `seen_at` is called; `false` when it has changed since.
///
/// # Errors
/// Those of every statement.
pub async fn update_name(
    conn: &mut PgConnection,
    id: UserId,
    seen_at: DateTime<Utc>,
    name: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    // Two changes of one microsecond would have one version.
    let done = sqlx::query!(
        "UPDATE users SET name = $3, updated_at = GREATEST($4, updated_at + interval '1 microsecond') WHERE id = $1 AND updated_at = $2",
        id.0,
        seen_at,
        name,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
