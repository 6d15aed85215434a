//! Credits that an administrator gives.

use serde_json::json;
use studio_db::events::{self, EventKind};
use studio_db::ledger::{self, Grant};
use studio_model::{AuditAction, MicroDollars, UserId};

use super::balance::{Balance, balance};
use crate::accounts::User;
use crate::audit::Entry;
use crate::queue::require_admin;
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
    let amount = amount_of(credits)?;
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

#[expect(clippy::cast_possible_truncation, reason = "bounded before")]
fn amount_of(credits: f64) -> Result<MicroDollars> {
    let micros = (credits * 1000.0).round();
    if credits.is_finite() && micros >= 1.0 && credits <= MAX_GRANT_CREDITS {
        Ok(MicroDollars(micros as i64))
    } else {
        Err(Error::invalid(
            "credits",
            "Use more than 0 and at most 1000000 credits.",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sensible_amounts_are_granted() {
        assert_eq!(amount_of(0.001).unwrap(), MicroDollars(1));
        assert_eq!(amount_of(1_000_000.0).unwrap(), MicroDollars(1_000_000_000));
        for credits in [0.0, -1.0, 0.0001, 1_000_000.1, f64::NAN, f64::INFINITY] {
            assert!(amount_of(credits).is_err(), "{credits}");
        }
    }
}
