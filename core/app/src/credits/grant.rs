//! Credits that an administrator gives.

use serde_json::json;
use studio_db::events::{self, EventKind};
use studio_db::ledger::{self, Grant};
use studio_model::{AuditAction, MicroDollars, UserId};

use super::balance::{Balance, balance};
use crate::accounts::{User, require_admin};
use crate::audit::Entry;
use crate::{App, Error, Result};

/// Credits of one grant at most.
pub const MAX_GRANT_CREDITS: f64 = 1_000_000.0;

/// Characters of a note at most.
const MAX_NOTE_CHARS: usize = 200;

/// Gives `credits` to a user; `note` stands in the user's history. Gives what the user has then.
///
/// # Errors
/// [`Error::Forbidden`] unless `admin` is an administrator, [`Error::NotFound`] when there is no such user, [`Error::Invalid`] for an
/// amount that is not more than zero or more than [`MAX_GRANT_CREDITS`], or a note of more than 200 characters.
pub async fn grant(app: &App, admin: &User, user_id: UserId, credits: f64, note: &str) -> Result<Balance> {
    require_admin(admin)?;
    let amount = MicroDollars::from_credits(credits, MAX_GRANT_CREDITS);
    let amount = amount.ok_or_else(|| Error::invalid("credits", "Use more than 0 and at most 1000000 credits."))?;
    let note = note.trim();
    if note.chars().count() > MAX_NOTE_CHARS {
        return Err(Error::invalid(
            "note",
            format!("Use at most {MAX_NOTE_CHARS} characters."),
        ));
    }
    let mut tx = app.db.begin().await?;
    if ledger::find_balance(&mut tx, user_id).await?.is_none() {
        return Err(Error::NotFound);
    }
    let grant = Grant {
        id: app.clock.new_id(),
        user_id,
        amount,
        note,
    };
    events::insert(&mut tx, user_id, EventKind::Balance, user_id.0).await?;
    let entry = Entry::of_installation(admin, AuditAction::CreditsGranted, note);
    let entry = entry.about(Some(user_id)).with(json!({ "credits": credits }));
    entry.write(app, &mut tx).await?;
    ledger::grant(&mut tx, &grant, app.clock.now()).await?;
    tx.commit().await?;
    app.live.changed();
    tracing::info!(user.id = %admin.id, to = %user_id, credits, "credits were granted");
    balance(app, user_id).await
}
