//! How often one client may ask, in this process.
//!
//! | limit | for | setting | burst | refill |
//! |---|---|---|---|---|
//! | `client` | a network address (IPv6: its /64), all routes but assets | `RATE_LIMIT_CLIENT` | 600 | 20 a second |
//! | `user` | a user, API and pages, also by keys | `RATE_LIMIT_USER` | 300 | 10 a second |
//! | `key` | an API key | `RATE_LIMIT_KEY` | 300 | 10 a second |
//! | `log-in` | a network address, log-ins | – | 20 | 1 in 6 s |
//! | `register` | a network address, registrations | – | 20 | 1 in 30 s |
//! | `mail` | a network address, what mails a link | – | 20 | 1 in 30 s |
//!
//! Answers carry `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10, read 2026-11-20), refusals
//! also `Retry-After`.
//!
//! Each process counts for itself: these limits keep a process from being overrun, and a count that all shared would make a
//! write of every read. With several processes a client may have as many bursts. What must hold over all of them is counted in
//! the database: failed log-ins (`studio_app::accounts`), balances and budgets, and how many keys a user has.

mod bucket;
mod policy;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

pub(crate) use bucket::RateLimits;

use crate::client_ip::ClientIp;
use crate::{AppState, Error, auth, paths};
use bucket::{Subject, Verdict};
use policy::{LOG_IN, MAIL, Policy, REGISTER};

/// Counts every request for its client, and what carries a password once more.
pub(crate) async fn limit_client(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let network = Subject::Network(ClientIp::of(request.extensions()).network());
    let client = state.app.config.rate_limits.client;
    let policies = [client.map(|limit| Policy::of("client", limit)), strict_policy(&request)];
    let counted = policies.into_iter().flatten().map(|policy| (policy, network));
    limit(&state, counted.collect(), request, next).await
}

/// Counts requests of users, by their sessions and their keys. Runs after [`auth::authenticate`].
pub(crate) async fn limit_user(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if matched_path(&request).starts_with("/media/") {
        return next.run(request).await;
    }
    let limits = state.app.config.rate_limits;
    let user = auth::user_of(request.extensions()).zip(limits.user);
    let key = auth::key_of(request.extensions()).zip(limits.key);
    let counted = [
        user.map(|(user, limit)| (Policy::of("user", limit), Subject::User(user.id))),
        key.map(|(key, limit)| (Policy::of("key", limit), Subject::Key(key.id))),
    ];
    limit(&state, counted.into_iter().flatten().collect(), request, next).await
}

/// Looking at the forms is free.
fn strict_policy(request: &Request) -> Option<Policy> {
    match matched_path(request) {
        _ if request.method().is_safe() => None,
        "/api/auth/login" | paths::LOGIN => Some(LOG_IN),
        "/api/auth/verify-email" | paths::VERIFY_EMAIL | "/api/auth/reset-password" | paths::RESET_PASSWORD => {
            Some(LOG_IN)
        }
        "/api/auth/login/code" | paths::LOGIN_CODE => Some(LOG_IN),
        "/api/auth/two-factor" | paths::TWO_FACTOR => Some(LOG_IN),
        "/api/auth/two-factor/recovery-codes" | paths::TWO_FACTOR_CODES => Some(LOG_IN),
        "/api/auth/two-factor/disable" | paths::TWO_FACTOR_OFF => Some(LOG_IN),
        "/api/auth/change-password" | paths::CHANGE_PASSWORD => Some(LOG_IN),
        "/api/auth/change-email" | paths::CHANGE_EMAIL => Some(MAIL),
        "/api/auth/forgot-password" | paths::FORGOT_PASSWORD => Some(MAIL),
        "/api/auth/verify-email/send" | paths::SEND_VERIFICATION => Some(MAIL),
        "/api/auth/register" | paths::REGISTER => Some(REGISTER),
        _ => None,
    }
}

fn matched_path(request: &Request) -> &str {
    request
        .extensions()
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str)
}

async fn limit(state: &AppState, counted: Vec<(Policy, Subject)>, request: Request, next: Next) -> Response {
    let now = state.app.clock.now();
    let verdicts: Vec<_> = counted
        .into_iter()
        .map(|(policy, subject)| state.limits.take(policy, subject, now))
        .collect();
    // What refuses for longest, else what has least left.
    let strictest = verdicts
        .iter()
        .max_by_key(|verdict| (verdict.retry_after, std::cmp::Reverse(verdict.remaining)));
    let mut response = match strictest.and_then(|verdict| verdict.retry_after) {
        None => next.run(request).await,
        Some(retry_after) => Error::App(studio_app::Error::LimitReached { retry_after }).into_response(),
    };
    if let Some(verdict) = strictest {
        verdict.tell(&mut response);
    }
    response
}

impl Verdict {
    /// The innermost limit is the one that matters most to the client, so what is there stays.
    fn tell(&self, response: &mut Response) {
        let Policy { name, burst, refill } = self.policy;
        let window_s = self.policy.window_s();
        let reset_s = self.retry_after.unwrap_or(refill).as_secs().max(1);
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
