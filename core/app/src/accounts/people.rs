//! Everybody's accounts, for administrators.

use serde_json::json;
use studio_db::people;
pub use studio_db::people::Person;
use studio_model::{AuditAction, Cursor, PageLimit, UserId};

use super::{Role, User};
use crate::audit::Entry;
use crate::{App, Error, Page, Result};

/// Characters of a search at most.
const MAX_WORDS: usize = 254;

/// Lets administrators through.
///
/// # Errors
/// [`Error::Forbidden`] for everybody else.
pub(crate) fn require_admin(user: &User) -> Result<()> {
    match user.role {
        Role::Admin => Ok(()),
        Role::User => Err(Error::Forbidden("only an administrator may do that")),
    }
}

/// What to change of an account; what is `None` stays.
#[derive(Clone, Copy, Debug, Default)]
pub struct PersonChange {
    /// Whether it can log in.
    pub is_active: Option<bool>,
    /// What it may do.
    pub role: Option<Role>,
}

/// A page of the accounts whose address or name contains `words`, newest first.
///
/// # Errors
/// [`Error::Forbidden`] unless `admin` is an administrator, [`Error::Invalid`] for words of more than 254 characters.
pub async fn list_people(
    app: &App,
    admin: &User,
    words: &str,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<Person>> {
    require_admin(admin)?;
    let words = words.trim();
    if words.chars().count() > MAX_WORDS {
        return Err(Error::invalid("q", format!("Use at most {MAX_WORDS} characters.")));
    }
    let found = people::list(&mut *app.db.acquire().await?, words, after, limit).await?;
    Ok(Page::new(found, limit, |person| Cursor {
        at: person.created_at,
        id: person.id.0,
    }))
}

/// Changes an account and gives it. One that is switched off is signed out everywhere; its jobs go on.
///
/// # Errors
/// [`Error::Forbidden`] unless `admin` is an administrator, [`Error::NotFound`] when there is no such account, [`Error::Conflict`] when
/// no administrator would be left.
pub async fn update_person(app: &App, admin: &User, id: UserId, change: PersonChange) -> Result<Person> {
    require_admin(admin)?;
    let mut tx = app.db.begin().await?;
    // Two administrators who remove each other wait here for one another.
    let administrators = people::lock_administrators(&mut tx).await?;
    let steps_down = change.is_active == Some(false) || change.role == Some(Role::User);
    if steps_down && administrators == [id] {
        return Err(Error::Conflict("this is the last administrator".to_owned()));
    }
    let PersonChange { is_active, role } = change;
    people::update(&mut tx, id, is_active, role, app.clock.now()).await?;
    let person = people::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let details = json!({ "is_active": person.is_active, "role": person.role.as_str() });
    let entry = Entry::of_installation(admin, AuditAction::AccountChanged, &person.email);
    entry.about(Some(id)).with(details).write(app, &mut tx).await?;
    tx.commit().await?;
    tracing::info!(user.id = %admin.id, of = %id, is_active = person.is_active, role = person.role.as_str(), "an account was changed");
    Ok(person)
}
