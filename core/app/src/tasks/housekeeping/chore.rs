//! The chores: what each forgets, when, and how.

use std::time::Duration;

use studio_db::PgConnection;
use studio_db::images::undo;
use studio_db::usage::sums;
use studio_db::webhooks::deliveries;
use studio_db::{
    account_tokens, attempts, audit, events, idempotency, login_failures, login_steps, mails, notifications, schedules,
    sessions, shares,
};

use super::{Next, Turn, leaving, orphans, trash};
use crate::accounts::{FORGET_AFTER, IDLE_LIFETIME, STEP_LIFETIME};
use crate::images::UNDO_LIFETIME;
use crate::notifications::NOTIFICATION_LIFETIME;
use crate::shares::VISIT_LIFETIME;
use crate::{App, Error, Result, RetentionSettings};

/// Rows of one step: some hundredths of a second, so that nobody waits for its locks.
const STEP_ROWS: u16 = 2000;

/// Days summed up in one step.
const STEP_DAYS: u16 = 31;

/// A day is over for good this long after midnight: no transaction that logs its use lasts longer.
const USAGE_SETTLES: Duration = Duration::from_secs(2 * 3600);

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);
/// A link that expired is remembered for this long, because the pause before the next mail grows with those before.
const TOKENS_KEPT: Duration = Duration::from_secs(2 * 3600);

/// Something to forget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chore {
    /// Finished tasks of the executor.
    Executions,
    /// Changes that live pages have followed.
    Events,
    /// Keys of requests that nobody repeats any more.
    IdempotencyKeys,
    /// Sessions that sign nobody in.
    Sessions,
    /// Failed log-ins that no longer count.
    LoginFailures,
    /// Log-ins that were not finished.
    LoginSteps,
    /// Provider calls of jobs that ended long ago.
    Attempts,
    /// What became of the due times of schedules.
    ScheduleRuns,
    /// Stored objects that belong to no picture.
    OrphanedObjects,
    /// Pictures that have been in the trash for long enough.
    TrashedImages,
    /// Changes of many pictures that can no longer be taken back.
    UndoSteps,
    /// Not forgotten but summed up: what was used on days that are over.
    UsageDays,
    /// Old entries of the audit log.
    AuditLog,
    /// Who was counted as a visitor of a link.
    ShareViews,
    /// Notifications of long ago, read or not.
    Notifications,
    /// To whom mails were sent, and how that went.
    Mails,
    /// Links in mails that no longer work.
    AccountTokens,
    /// What webhooks were told, and how that went.
    WebhookDeliveries,
    /// Accounts whose owners want them deleted.
    LeavingAccounts,
}

impl Chore {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::Executions,
        Self::Events,
        Self::IdempotencyKeys,
        Self::Sessions,
        Self::LoginFailures,
        Self::LoginSteps,
        Self::Attempts,
        Self::ScheduleRuns,
        Self::OrphanedObjects,
        Self::TrashedImages,
        Self::UndoSteps,
        Self::UsageDays,
        Self::AuditLog,
        Self::ShareViews,
        Self::Notifications,
        Self::Mails,
        Self::AccountTokens,
        Self::WebhookDeliveries,
        Self::LeavingAccounts,
    ];

    /// A stable name, the row's key.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Executions => "executions",
            Self::Events => "events",
            Self::IdempotencyKeys => "idempotency-keys",
            Self::Sessions => "sessions",
            Self::LoginFailures => "login-failures",
            Self::LoginSteps => "login-steps",
            Self::Attempts => "attempts",
            Self::ScheduleRuns => "schedule-runs",
            Self::OrphanedObjects => "orphaned-objects",
            Self::TrashedImages => "trashed-images",
            Self::UndoSteps => "undo-steps",
            Self::UsageDays => "usage-days",
            Self::AuditLog => "audit-log",
            Self::ShareViews => "share-views",
            Self::Notifications => "notifications",
            Self::Mails => "mails",
            Self::AccountTokens => "account-tokens",
            Self::WebhookDeliveries => "webhook-deliveries",
            Self::LeavingAccounts => "leaving-accounts",
        }
    }

    /// The chore of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chore| chore.name() == name)
    }

    /// From one run to the next.
    #[must_use]
    pub const fn every(self) -> Duration {
        match self {
            // The executor slows down with what it has finished.
            Self::Executions => MINUTE,
            Self::Events | Self::IdempotencyKeys => Duration::from_secs(10 * 60),
            Self::Sessions
            | Self::LoginFailures
            | Self::LoginSteps
            | Self::TrashedImages
            | Self::UndoSteps
            | Self::UsageDays
            | Self::ShareViews
            | Self::AccountTokens
            | Self::WebhookDeliveries
            | Self::LeavingAccounts => HOUR,
            Self::Attempts
            | Self::ScheduleRuns
            | Self::OrphanedObjects
            | Self::AuditLog
            | Self::Notifications
            | Self::Mails => DAY,
        }
    }

    /// How long things are kept.
    #[must_use]
    pub fn keeps(self, settings: &RetentionSettings) -> Duration {
        match self {
            Self::Executions => HOUR * settings.executions_hours.into(),
            Self::Events => HOUR * settings.events_hours.into(),
            Self::IdempotencyKeys => HOUR * settings.idempotency_hours.into(),
            Self::Sessions => IDLE_LIFETIME.to_std().unwrap_or_default(),
            Self::LoginFailures => FORGET_AFTER.to_std().unwrap_or_default(),
            Self::LoginSteps => STEP_LIFETIME.to_std().unwrap_or_default(),
            Self::Attempts => DAY * settings.attempts_days.into(),
            Self::ScheduleRuns => DAY * settings.schedule_runs_days.into(),
            Self::OrphanedObjects => DAY * settings.orphans_days.into(),
            Self::TrashedImages => DAY * settings.trash_days.into(),
            Self::UndoSteps => UNDO_LIFETIME,
            Self::UsageDays => USAGE_SETTLES,
            Self::AuditLog => DAY * settings.audit_days.into(),
            Self::ShareViews => VISIT_LIFETIME.to_std().unwrap_or_default(),
            Self::Notifications => NOTIFICATION_LIFETIME.to_std().unwrap_or_default(),
            Self::Mails => DAY * settings.mails_days.into(),
            Self::AccountTokens => TOKENS_KEPT,
            Self::WebhookDeliveries => DAY * settings.webhooks_days.into(),
            Self::LeavingAccounts => DAY * settings.accounts_days.into(),
        }
    }

    pub(super) async fn run(self, turn: &mut Turn<'_>) -> Result<Next> {
        match self {
            Self::OrphanedObjects => return orphans::remove(turn).await,
            Self::TrashedImages => return trash::remove(turn).await,
            Self::LeavingAccounts => return leaving::remove(turn).await,
            _ => {}
        }
        loop {
            let removed = self.step(turn.app, &mut *turn.app.db.acquire().await?).await?;
            let next = turn.stepped(removed).await?;
            // A short step was the last one: what became old meanwhile is the next run's.
            if next == Next::Leave || removed < u64::from(self.step_size()) {
                return Ok(next);
            }
        }
    }

    const fn step_size(self) -> u16 {
        match self {
            Self::UsageDays => STEP_DAYS,
            _ => STEP_ROWS,
        }
    }

    /// Forgets some rows in one statement; gives how many.
    async fn step(self, app: &App, conn: &mut PgConnection) -> Result<u64> {
        let (keep, limit, now) = (&app.config.retention, i64::from(STEP_ROWS), app.clock.now());
        Ok(match self {
            Self::Executions => studio_jobs::prune(conn, keep.executions_hours.into(), limit)
                .await
                .map_err(Error::internal)?,
            Self::Events => events::delete_older_than(conn, keep.events_hours.into(), limit).await?,
            Self::IdempotencyKeys => idempotency::delete_older_than(conn, keep.idempotency_hours.into(), limit).await?,
            Self::Sessions => sessions::delete_all_ended(conn, now, now - IDLE_LIFETIME, limit).await?,
            Self::LoginFailures => login_failures::delete_forgotten(conn, now, now - FORGET_AFTER, limit).await?,
            Self::LoginSteps => login_steps::delete_expired(conn, now, limit).await?,
            Self::Attempts => attempts::delete_of_jobs_ended_before(conn, keep.attempts_days.into(), limit).await?,
            Self::ScheduleRuns => {
                schedules::runs::delete_older_than(conn, keep.schedule_runs_days.into(), limit).await?
            }
            Self::UndoSteps => undo::delete_expired(conn, now, limit).await?,
            Self::UsageDays => {
                sums::keep_days_before(conn, (now - USAGE_SETTLES).date_naive(), i32::from(STEP_DAYS)).await?
            }
            Self::AuditLog => audit::delete_older_than(conn, now - self.keeps(keep), limit).await?,
            Self::ShareViews => shares::views::delete_older_than(conn, now - VISIT_LIFETIME, limit).await?,
            Self::Notifications => notifications::delete_older_than(conn, now - NOTIFICATION_LIFETIME, limit).await?,
            Self::Mails => mails::delete_older_than(conn, now - self.keeps(keep), now, limit).await?,
            Self::AccountTokens => account_tokens::delete_expired(conn, now - self.keeps(keep), limit).await?,
            Self::WebhookDeliveries => deliveries::delete_older_than(conn, now - self.keeps(keep), limit).await?,
            // Not only in the database, see `orphans`, `trash` and `leaving`.
            Self::OrphanedObjects | Self::TrashedImages | Self::LeavingAccounts => 0,
        })
    }
}
