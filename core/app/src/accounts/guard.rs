//! Back-off on repeated failures, for an address and for a network address, over all processes.
//!
//! | subject | free failures | then |
//! |---|---|---|
//! | email | 4 | the 5th locks for 1 min, each further one for twice as long, up to 15 min |
//! | ip | 19 | the same from the 20th on: several people may share an address |
//!
//! An hour without a failure forgets. Unknown addresses are treated like known ones. A lock stops log-ins only; sessions go on.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use studio_db::{PgConnection, login_failures};

use crate::{App, Error, Result};

const EMAIL_THRESHOLD: u32 = 5;
const IP_THRESHOLD: u32 = 20;
const FIRST_LOCK: TimeDelta = TimeDelta::minutes(1);
const LONGEST_LOCK: TimeDelta = TimeDelta::minutes(15);
pub(crate) const FORGET_AFTER: TimeDelta = TimeDelta::hours(1);

/// Who tries to log in: the subjects that failures are counted for.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    email: String,
    ip: Option<String>,
}

impl Guard {
    /// `email` in the form it is stored in.
    pub(super) fn new(email: &str, ip: Option<IpAddr>) -> Self {
        Self {
            email: email_subject(email),
            ip: ip.map(|ip| format!("ip:{ip}")),
        }
    }

    /// Counts an attempt as failed until [`Guard::succeed`] says otherwise.
    ///
    /// # Errors
    /// [`Error::LimitReached`] while either subject is locked.
    pub(super) async fn begin(&self, app: &App) -> Result<()> {
        let now = app.clock.now();
        let mut tx = app.db.begin().await?;
        // Always in this order, so that two log-ins never wait for each other.
        let mut counted = Ok(());
        if let Some(ip) = &self.ip {
            counted = count(&mut tx, ip, IP_THRESHOLD, now).await;
        }
        if counted.is_ok() {
            counted = count(&mut tx, &self.email, EMAIL_THRESHOLD, now).await;
        }
        tx.commit().await?;
        counted
    }

    /// Takes back what [`Guard::begin`] counted and forgets the failures of the address.
    pub(super) async fn succeed(&self, conn: &mut PgConnection) -> Result<()> {
        if let Some(ip) = &self.ip {
            login_failures::take_back(conn, ip).await?;
        }
        login_failures::delete(conn, &self.email).await?;
        Ok(())
    }
}

/// What failures of an address are counted under.
pub(super) fn email_subject(email: &str) -> String {
    // An address can be of any length and text here; no account has one that is cut.
    let email: String = email.chars().take(254).filter(|c| *c != '\0').collect();
    format!("email:{email}")
}

async fn count(conn: &mut PgConnection, subject: &str, threshold: u32, now: DateTime<Utc>) -> Result<()> {
    let counted = login_failures::count(conn, subject, now, now - FORGET_AFTER).await?;
    if let Some(until) = counted.locked_until {
        let retry_after = (until - now).to_std().unwrap_or(Duration::ZERO);
        return Err(Error::LimitReached { retry_after });
    }
    if let Some(lock) = lock_after(counted.failures, threshold) {
        login_failures::update_lock(conn, subject, now + lock).await?;
    }
    Ok(())
}

fn lock_after(failures: u32, threshold: u32) -> Option<TimeDelta> {
    let past = failures.checked_sub(threshold)?;
    // 2^4 minutes are past the longest lock already.
    let lock = FIRST_LOCK * (1 << past.min(4));
    Some(lock.min(LONGEST_LOCK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_double_from_one_to_fifteen_minutes() {
        let minutes: Vec<_> = (1..=11)
            .map(|failures| lock_after(failures, EMAIL_THRESHOLD).map_or(0, |lock| lock.num_minutes()))
            .collect();
        assert_eq!(minutes, [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
    }

    #[test]
    fn any_text_makes_a_subject_that_fits() {
        let guard = Guard::new(&"\0ä".repeat(10_000), None);
        assert!(guard.email.chars().count() <= 300 && !guard.email.contains('\0'));
    }
}
