//! Writing an entry.

use serde_json::{Value, json};
use studio_db::PgConnection;
use studio_db::audit::{self, AuditEntry};
use studio_model::{AuditAction, UserId};

use super::Origin;
use crate::accounts::User;
use crate::{App, Result};

/// Longest address, as in the schema.
const MAX_ACTOR_CHARS: usize = 254;
/// Longest subject, as in the schema.
const MAX_SUBJECT_CHARS: usize = 300;

/// An entry to be.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    action: AuditAction,
    user_id: Option<UserId>,
    actor_id: Option<UserId>,
    actor: String,
    subject: String,
    details: Value,
}

impl Entry {
    /// Something that somebody did with their own account.
    pub(crate) fn of_account(user: &User, action: AuditAction, subject: impl Into<String>) -> Self {
        Self {
            user_id: Some(user.id),
            ..Self::of_installation(user, action, subject)
        }
    }

    /// Something that an administrator did for everybody.
    pub(crate) fn of_installation(actor: &User, action: AuditAction, subject: impl Into<String>) -> Self {
        Self {
            action,
            user_id: None,
            actor_id: Some(actor.id),
            actor: actor.email.clone(),
            subject: subject.into(),
            details: json!({}),
        }
    }

    /// Something that was tried with an address, and the account that it belongs to, by somebody who did not prove who they are.
    pub(crate) fn of_stranger(email: &str, user_id: Option<UserId>, action: AuditAction) -> Self {
        Self {
            action,
            user_id,
            actor_id: None,
            actor: email.to_owned(),
            subject: String::new(),
            details: json!({}),
        }
    }

    /// Something that the studio did, and that names nobody.
    pub(crate) fn of_nobody(action: AuditAction) -> Self {
        Self::of_stranger("", None, action)
    }

    /// It was done to somebody's account.
    pub(crate) fn about(self, user_id: Option<UserId>) -> Self {
        Self { user_id, ..self }
    }

    /// An object with particulars.
    pub(crate) fn with(self, details: Value) -> Self {
        Self { details, ..self }
    }

    /// Writes it in the caller's transaction.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub(crate) async fn write(self, app: &App, conn: &mut PgConnection) -> Result<()> {
        let origin = Origin::present();
        let entry = AuditEntry {
            id: app.clock.new_id(),
            at: app.clock.now(),
            action: self.action.to_string(),
            user_id: self.user_id,
            actor_id: self.actor_id,
            actor: cut(&self.actor, MAX_ACTOR_CHARS),
            key_id: origin.key_id,
            subject: cut(&self.subject, MAX_SUBJECT_CHARS),
            details: self.details,
            ip_address: origin.ip_address.map(|ip| ip.to_string()),
            user_agent: origin.user_agent,
            request_id: origin.request_id,
        };
        Ok(audit::insert(conn, &entry).await?)
    }
}

/// What people type can be of any length, and PostgreSQL takes no NUL.
fn cut(text: &str, chars: usize) -> String {
    text.chars().filter(|c| *c != '\0').take(chars).collect()
}
