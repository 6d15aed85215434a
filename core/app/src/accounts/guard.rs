//! Back-off on repeated failures, for an address and for a network address, over all processes.
//!
//! | subject | free failures | then |
//! |---|---|---|
//! | email | 4 | the 5th locks for 1 min, each further one for twice as long, up to 15 min |
//! | ip | 19 | the same from the 20th on: several people may share an address |
//! | code | 4 | as of email: codes of the second step, see `two_factor` |
//! | link and ip | 4 | as of email: passwords of shared links, see `shares::unlock` |
//! | link | 99 | as of ip from the 100th on |
//!
//! An hour without a failure forgets. Unknown addresses are treated like known ones. A lock stops log-ins only; sessions go on.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use studio_db::{PgConnection, login_failures};
use studio_model::{ShareId, UserId};

use crate::{App, Error, Result};

const OWN_THRESHOLD: u32 = 5;
const IP_THRESHOLD: u32 = 20;
const LINK_THRESHOLD: u32 = 100;
const FIRST_LOCK: TimeDelta = TimeDelta::minutes(1);
const LONGEST_LOCK: TimeDelta = TimeDelta::minutes(15);
pub(crate) const FORGET_AFTER: TimeDelta = TimeDelta::hours(1);

/// Who tries a password: the subjects that failures are counted for.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    /// Forgotten by a success.
    own: String,
    /// What others may share, and its threshold: a success takes back only what was counted for it.
    shared: Option<(String, u32)>,
}

impl Guard {
    /// For a log-in; `email` in the form it is stored in.
    pub(super) fn new(email: &str, ip: Option<IpAddr>) -> Self {
        Self {
            own: email_subject(email),
            shared: ip.map(|ip| (format!("ip:{ip}"), IP_THRESHOLD)),
        }
    }

    /// For a code, of an account whose password was right.
    pub(super) fn of_code(user_id: UserId, ip: Option<IpAddr>) -> Self {
        Self {
            own: format!("code:{user_id}"),
            shared: ip.map(|ip| (format!("ip:{ip}"), IP_THRESHOLD)),
        }
    }

    /// For the password of a link.
    pub(crate) fn of_link(id: ShareId, ip: Option<IpAddr>) -> Self {
        let ip = ip.map(|ip| ip.to_string()).unwrap_or_default();
        Self {
            own: format!("share:{id}:{ip}"),
            shared: Some((format!("share:{id}"), LINK_THRESHOLD)),
        }
    }

    /// Counts an attempt as failed until [`Guard::succeed`] says otherwise.
    ///
    /// # Errors
    /// [`Error::LimitReached`] while either subject is locked.
    pub(crate) async fn begin(&self, app: &App) -> Result<()> {
        let now = app.clock.now();
        let mut tx = app.db.begin().await?;
        // Always in this order, so that two attempts never wait for each other.
        let mut counted = Ok(());
        if let Some((subject, threshold)) = &self.shared {
            counted = count(&mut tx, subject, *threshold, now).await;
        }
        if counted.is_ok() {
            counted = count(&mut tx, &self.own, OWN_THRESHOLD, now).await;
        }
        tx.commit().await?;
        counted
    }

    /// Takes back what [`Guard::begin`] counted and forgets the failures of the one who tried.
    pub(crate) async fn succeed(&self, conn: &mut PgConnection) -> Result<()> {
        if let Some((subject, _)) = &self.shared {
            login_failures::take_back(conn, subject).await?;
        }
        login_failures::delete(conn, &self.own).await?;
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
            .map(|failures| lock_after(failures, OWN_THRESHOLD).map_or(0, |lock| lock.num_minutes()))
            .collect();
        assert_eq!(minutes, [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
    }

    #[test]
    fn any_text_makes_a_subject_that_fits() {
        let guard = Guard::new(&"\0ä".repeat(10_000), None);
        assert!(guard.own.chars().count() <= 300 && !guard.own.contains('\0'));
    }
}
