//! Accounts as administrators see them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, MicroDollars, PageLimit, UserId};
use uuid::Uuid;

use crate::Result;
use crate::users::Role;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Key.
    pub id: UserId,
    /// Lower case.
    pub email: String,
    /// As the person wants to be called.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// A switched-off account cannot log in.
    pub is_active: bool,
    /// What can be spent now.
    pub balance: MicroDollars,
    /// When it registered.
    pub created_at: DateTime<Utc>,
    /// When it last logged in.
    pub last_login: Option<DateTime<Utc>>,
    /// When it will be deleted, if its owner asked for that.
    pub deletes_at: Option<DateTime<Utc>>,
}

/// A page of the accounts whose address or name contains `words`, newest first; all of them for no words.
///
/// # Errors
/// [`crate::Error::ImpossibleRow`] for an unknown role.
pub async fn list(
    conn: &mut PgConnection,
    words: &str,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Person>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, email, name, role, is_active, balance_microdollars, created_at, last_login, deletion_due_at
        FROM users
        WHERE ($1 = '' OR strpos(email, lower($1)) > 0 OR strpos(lower(name), lower($1)) > 0)
            AND (created_at, id)
                < (COALESCE($2, 'infinity'::timestamptz), COALESCE($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $4",
        words,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    rows.fetch_all(conn).await?.into_iter().map(Row::person).collect()
}

/// One account.
///
/// # Errors
/// [`crate::Error::ImpossibleRow`] for an unknown role.
pub async fn find(conn: &mut PgConnection, id: UserId) -> Result<Option<Person>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, email, name, role, is_active, balance_microdollars, created_at, last_login, deletion_due_at
        FROM users WHERE id = $1",
        id.0
    );
    row.fetch_optional(conn).await?.map(Row::person).transpose()
}

/// Sets what is named and leaves the rest; one who is switched off is signed out everywhere.
///
/// # Errors
/// When the database cannot be asked.
pub async fn update(
    conn: &mut PgConnection,
    id: UserId,
    is_active: Option<bool>,
    role: Option<Role>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "WITH changed AS (
            UPDATE users SET is_active = COALESCE($2, is_active), role = COALESCE($3, role), updated_at = $4
            WHERE id = $1
            RETURNING id, is_active
        )
        DELETE FROM sessions USING changed WHERE sessions.user_id = changed.id AND NOT changed.is_active",
        id.0,
        is_active,
        role.map(Role::as_str),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks the accounts of all administrators that can log in and are not about to leave, and gives whose they are.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_administrators(conn: &mut PgConnection) -> Result<Vec<UserId>> {
    let ids = sqlx::query_scalar!("SELECT id FROM users WHERE role = 'admin' AND is_open ORDER BY id FOR UPDATE");
    Ok(ids.fetch_all(conn).await?.into_iter().map(UserId).collect())
}

/// As the database gives it.
struct Row {
    id: Uuid,
    email: String,
    name: String,
    role: String,
    is_active: bool,
    balance_microdollars: i64,
    created_at: DateTime<Utc>,
    last_login: Option<DateTime<Utc>>,
    deletion_due_at: Option<DateTime<Utc>>,
}

impl Row {
    fn person(self) -> Result<Person> {
        Ok(Person {
            id: UserId(self.id),
            role: Role::parse(&self.role, self.id)?,
            email: self.email,
            name: self.name,
            is_active: self.is_active,
            balance: MicroDollars(self.balance_microdollars),
            created_at: self.created_at,
            last_login: self.last_login,
            deletes_at: self.deletion_due_at,
        })
    }
}
