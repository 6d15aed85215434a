//! Leaking buckets: what each subject has asked for and is not yet forgiven.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use studio_model::{ApiKeyId, UserId};

use super::policy::Policy;

/// Buckets kept before full ones are thrown away; some 10 MB.
const MAX_BUCKETS: usize = 100_000;

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Network(IpAddr),
    User(UserId),
    Key(ApiKeyId),
}

/// All buckets of this process. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct RateLimits(Arc<Mutex<HashMap<(&'static str, Subject), Bucket>>>);

/// `debt` is what has been asked and not yet forgiven.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// In units of refill time.
    debt: Duration,
    at: DateTime<Utc>,
}

/// Whether a request may pass, and what the client is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub(super) policy: Policy,
    /// Requests that would pass at once.
    pub(super) remaining: u32,
    /// Only when it may not.
    pub(super) retry_after: Option<Duration>,
}

impl RateLimits {
    pub(super) fn take(&self, policy: Policy, subject: Subject, now: DateTime<Utc>) -> Verdict {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MAX_BUCKETS {
            buckets.retain(|_, bucket| !bucket.debt_at(now).is_zero());
        }
        let full = Bucket {
            debt: Duration::ZERO,
            at: now,
        };
        buckets.entry((policy.name, subject)).or_insert(full).take(policy, now)
    }
}

impl Bucket {
    fn debt_at(&self, now: DateTime<Utc>) -> Duration {
        let passed = (now - self.at).to_std().unwrap_or(Duration::ZERO);
        self.debt.saturating_sub(passed)
    }

    fn take(&mut self, policy: Policy, now: DateTime<Utc>) -> Verdict {
        let debt = self.debt_at(now);
        let most = policy.refill * policy.burst;
        let after = debt + policy.refill;
        let is_allowed = after <= most;
        *self = Self {
            debt: if is_allowed { after } else { debt },
            at: now,
        };
        let left = most.saturating_sub(self.debt).as_nanos() / policy.refill.as_nanos().max(1);
        Verdict {
            policy,
            remaining: u32::try_from(left).unwrap_or(u32::MAX),
            retry_after: (!is_allowed).then(|| after.saturating_sub(most)),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::policy::{LOG_IN, REGISTER};
    use super::*;

    fn subject(last: u8) -> Subject {
        Subject::Network(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn a_burst_passes_then_one_for_each_refill() {
        let limits = RateLimits::default();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        for left in (0..20).rev() {
            let verdict = limits.take(LOG_IN, subject(1), now);
            assert_eq!((verdict.remaining, verdict.retry_after), (left, None));
        }
        let refused = limits.take(LOG_IN, subject(1), now);
        assert_eq!(
            (refused.remaining, refused.retry_after),
            (0, Some(Duration::from_secs(6)))
        );
        assert_eq!(limits.take(LOG_IN, subject(2), now).remaining, 19, "another client");
        assert_eq!(limits.take(REGISTER, subject(1), now).remaining, 19, "another limit");

        let later = now + TimeDelta::seconds(6);
        assert_eq!(limits.take(LOG_IN, subject(1), later).retry_after, None);
        assert!(limits.take(LOG_IN, subject(1), later).retry_after.is_some());
    }

    #[test]
    fn a_clock_that_jumps_back_forgives_nothing() {
        let limits = RateLimits::default();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        limits.take(LOG_IN, subject(1), now);
        assert_eq!(limits.take(LOG_IN, subject(1), now - TimeDelta::days(1)).remaining, 18);
    }
}
