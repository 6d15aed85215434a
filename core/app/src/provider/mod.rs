//! The studio's account at the provider, and how many jobs it bears at a time.
//!
//! Workers learn it from the provider's answers ([`learn`]); admission keeps to it; administrators look and set the maximum.

pub(crate) mod learn;

use chrono::{DateTime, Utc};
use serde_json::json;
use studio_db::provider::{self, Account};
use studio_db::queue::Scope;
use studio_model::{AuditAction, MOST_RUNNING};

use crate::accounts::{User, require_admin};
use crate::audit::Entry;
use crate::queue::TOLD;
use crate::{App, Error, Result};

/// What the account bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderView {
    /// How it stands.
    pub state: ProviderState,
    /// Jobs that may be at the provider now.
    pub limit: u32,
    /// The highest that the limit can become.
    pub max_running: u32,
    /// Jobs at the provider, or on their way there.
    pub running: u32,
    /// No new job goes there before this time.
    pub held_until: Option<DateTime<Utc>>,
    /// When the limit was last lowered.
    pub lowered_at: Option<DateTime<Utc>>,
    /// When the limit was last raised.
    pub raised_at: Option<DateTime<Utc>>,
    /// Why it last changed; empty when it never did.
    pub reason: String,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderState {
    /// The limit is the maximum.
    Open,
    /// The provider had refused requests; the limit rises again as it takes others.
    Lowered,
    /// No new job goes there for a moment, or for as long as the provider asked.
    Held,
}

impl ProviderState {
    /// A stable word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Lowered => "lowered",
            Self::Held => "held",
        }
    }
}

/// The studio's account, for administrators.
///
/// # Errors
/// [`Error::Forbidden`] unless the user is an administrator.
pub async fn find(app: &App, user: &User) -> Result<ProviderView> {
    require_admin(user)?;
    measure(app).await
}

/// The studio's account, for the metrics.
///
/// # Errors
/// When the database is away.
pub async fn measure(app: &App) -> Result<ProviderView> {
    let account = provider::find(&mut *app.db.acquire().await?).await?;
    Ok(view(app, account))
}

/// Sets how many jobs may be at the provider at the most, `None` for as many as there are slots, and opens the account up to
/// it: what was learnt from refusals is forgotten.
///
/// # Errors
/// [`Error::Forbidden`] unless the user is an administrator, [`Error::Invalid`] outside 1 to 1,000.
pub async fn reset(app: &App, user: &User, max_running: Option<i64>) -> Result<ProviderView> {
    require_admin(user)?;
    let in_range = |number: i64| {
        u32::try_from(number)
            .ok()
            .filter(|number| (1..=MOST_RUNNING).contains(number))
            .ok_or_else(|| Error::invalid("max_running", "max_running must be between 1 and 1000"))
    };
    let max_running = max_running.map(in_range).transpose()?;
    let mut tx = app.db.begin().await?;
    let mut account = provider::lock(&mut tx).await?;
    account.limit.reset(max_running);
    provider::update(&mut tx, &account.limit).await?;
    studio_db::queue::tell_waiting(&mut tx, &Scope::Everything, TOLD).await?;
    let details = json!({ "max_running": max_running });
    let entry = Entry::of_installation(user, AuditAction::ProviderSet, "").with(details);
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(view(app, account))
}

fn view(app: &App, account: Account) -> ProviderView {
    let (slots, limit) = (app.config.job_slots, account.limit);
    let held_until = limit.held(account.now);
    let state = if held_until.is_some() {
        ProviderState::Held
    } else if limit.now(slots) < limit.most(slots) {
        ProviderState::Lowered
    } else {
        ProviderState::Open
    };
    ProviderView {
        state,
        limit: limit.now(slots),
        max_running: limit.most(slots),
        running: account.running,
        held_until,
        lowered_at: limit.lowered_at,
        raised_at: limit.raised_at,
        reason: limit.reason,
    }
}
