//! How often one client may ask, in this process.
//!
//! | limit | for | burst | refill |
//! |---|---|---|---|
//! | `client` | a network address (IPv6: its /64), all routes but assets | 600 | 20 a second |
//! | `user` | a signed-in user, API and pages | 300 | 10 a second |
//! | `log-in` | a network address, log-ins | 20 | 1 in 6 s |
//! | `register` | a network address, registrations | 20 | 1 in 30 s |
//! | `mail` | a network address, what mails a link | 20 | 1 in 30 s |
//!
//! Answers carry `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10, read 2026-11-20), refusals
//! also `Retry-After`. Failed log-ins are counted across all processes besides, see `studio_app::accounts`.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use studio_model::UserId;

use crate::client_ip::ClientIp;
use crate::{AppState, Error, auth, paths};

/// Buckets kept before full ones are thrown away; some 10 MB.
const MAX_BUCKETS: usize = 100_000;

/// One row of the table above.
#[derive(Debug)]
struct Policy {
    name: &'static str,
    /// Requests at once after a pause.
    burst: u32,
    /// Time in which one more becomes possible.
    refill: Duration,
}

static CLIENT: Policy = Policy {
    name: "client",
    burst: 600,
    refill: Duration::from_millis(50),
};
static USER: Policy = Policy {
    name: "user",
    burst: 300,
    refill: Duration::from_millis(100),
};
static LOG_IN: Policy = Policy {
    name: "log-in",
    burst: 20,
    refill: Duration::from_secs(6),
};
static REGISTER: Policy = Policy {
    name: "register",
    burst: 20,
    refill: Duration::from_secs(30),
};

static MAIL: Policy = Policy {
    name: "mail",
    burst: 20,
    refill: Duration::from_secs(30),
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Subject {
    Network(IpAddr),
    User(UserId),
}

/// All buckets. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct RateLimits(Arc<Mutex<HashMap<(&'static str, Subject), Bucket>>>);

/// A bucket that leaks: `debt` is what has been asked and not yet forgiven.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// In units of refill time.
    debt: Duration,
    at: DateTime<Utc>,
}

/// Whether a request may pass, and what the client is told.
#[derive(Clone, Copy, Debug)]
struct Verdict {
    policy: &'static Policy,
    remaining: u32,
    /// Only when it may not.
    retry_after: Option<Duration>,
}

impl RateLimits {
    fn take(&self, policy: &'static Policy, subject: Subject, now: DateTime<Utc>) -> Verdict {
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

    fn take(&mut self, policy: &'static Policy, now: DateTime<Utc>) -> Verdict {
        let debt = self.debt_at(now);
        let most = policy.refill * policy.burst;
        let after = debt + policy.refill;
        let is_allowed = after <= most;
        *self = Self {
            debt: if is_allowed { after } else { debt },
            at: now,
        };
        let left = most.saturating_sub(self.debt).as_millis() / policy.refill.as_millis();
        Verdict {
            policy,
            remaining: u32::try_from(left).unwrap_or(u32::MAX),
            retry_after: (!is_allowed).then(|| after.saturating_sub(most)),
        }
    }
}

/// Counts every request for its client, and what carries a password once more.
pub(crate) async fn limit_client(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let network = Subject::Network(ClientIp::of(request.extensions()).network());
    let policies = [Some(&CLIENT), strict_policy(&request)];
    limit(&state, policies.into_iter().flatten(), network, request, next).await
}

/// Counts requests of signed-in users. Runs after [`auth::authenticate`].
pub(crate) async fn limit_user(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_media = matched_path(&request).starts_with("/media/");
    let user = auth::session_of(request.extensions()).map(|session| session.user.id);
    match user.filter(|_| !is_media) {
        Some(id) => limit(&state, [&USER].into_iter(), Subject::User(id), request, next).await,
        None => next.run(request).await,
    }
}

/// Looking at the forms is free.
fn strict_policy(request: &Request) -> Option<&'static Policy> {
    match matched_path(request) {
        _ if request.method().is_safe() => None,
        "/api/auth/login" | paths::LOGIN => Some(&LOG_IN),
        "/api/auth/verify-email" | paths::VERIFY_EMAIL | "/api/auth/reset-password" | paths::RESET_PASSWORD => {
            Some(&LOG_IN)
        }
        "/api/auth/change-password" | paths::CHANGE_PASSWORD => Some(&LOG_IN),
        "/api/auth/change-email" | paths::CHANGE_EMAIL => Some(&MAIL),
        "/api/auth/forgot-password" | paths::FORGOT_PASSWORD => Some(&MAIL),
        "/api/auth/verify-email/send" | paths::SEND_VERIFICATION => Some(&MAIL),
        "/api/auth/register" | paths::REGISTER => Some(&REGISTER),
        _ => None,
    }
}

fn matched_path(request: &Request) -> &str {
    request
        .extensions()
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str)
}

async fn limit(
    state: &AppState,
    policies: impl Iterator<Item = &'static Policy>,
    subject: Subject,
    request: Request,
    next: Next,
) -> Response {
    let now = state.app.clock.now();
    let verdicts: Vec<_> = policies.map(|policy| state.limits.take(policy, subject, now)).collect();
    let mut response = match verdicts.iter().find_map(|verdict| verdict.retry_after) {
        None => next.run(request).await,
        Some(retry_after) => Error::App(studio_app::Error::LimitReached { retry_after }).into_response(),
    };
    // The last one is the strictest.
    if let Some(verdict) = verdicts.last() {
        verdict.tell(&mut response);
    }
    response
}

impl Verdict {
    /// The innermost limit is the one that matters most to the client, so what is there stays.
    fn tell(&self, response: &mut Response) {
        let Policy { name, burst, refill } = self.policy;
        let window_s = (*refill * *burst).as_secs();
        let reset_s = self.retry_after.unwrap_or(*refill).as_secs().max(1);
        let lines = [
            ("ratelimit-policy", format!("\"{name}\";q={burst};w={window_s}")),
            ("ratelimit", format!("\"{name}\";r={};t={reset_s}", self.remaining)),
        ];
        for (header, value) in lines {
            let value = HeaderValue::try_from(value).expect("constant words and numbers");
            response
                .headers_mut()
                .entry(HeaderName::from_static(header))
                .or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn subject(last: u8) -> Subject {
        Subject::Network(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn a_burst_passes_then_one_for_each_refill() {
        let limits = RateLimits::default();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        for left in (0..20).rev() {
            let verdict = limits.take(&LOG_IN, subject(1), now);
            assert_eq!((verdict.remaining, verdict.retry_after), (left, None));
        }
        let refused = limits.take(&LOG_IN, subject(1), now);
        assert_eq!(
            (refused.remaining, refused.retry_after),
            (0, Some(Duration::from_secs(6)))
        );
        assert_eq!(limits.take(&LOG_IN, subject(2), now).remaining, 19, "another client");
        assert_eq!(limits.take(&REGISTER, subject(1), now).remaining, 19, "another limit");

        let later = now + TimeDelta::seconds(6);
        assert_eq!(limits.take(&LOG_IN, subject(1), later).retry_after, None);
        assert!(limits.take(&LOG_IN, subject(1), later).retry_after.is_some());
    }

    #[test]
    fn a_clock_that_jumps_back_forgives_nothing() {
        let limits = RateLimits::default();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        limits.take(&LOG_IN, subject(1), now);
        assert_eq!(limits.take(&LOG_IN, subject(1), now - TimeDelta::days(1)).remaining, 18);
    }
}
