//! Who is calling: `Authorization: Key <id>:<secret>`, short-lived tokens, and every documented refusal.
//!
//! Source: official clients and live traffic recorded in public projects, 2026.

use std::time::{Duration, Instant};

use axum::{http::StatusCode, response::Response};
use serde_json::json;

use crate::{
    call::{Call, detail, json_reply},
    config::KeyPolicy,
    state::Sim,
};

/// An authenticated account.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Stands for the account, e.g. in webhook headers.
    pub(crate) user_id: String,
    /// The account may not spend.
    pub(crate) locked: bool,
}

/// Why a call is not authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No header, or not a key at all.
    Missing,
    /// A key without a colon.
    NoColon,
    /// Well-formed but not on the list.
    Unknown,
}

/// Text of the 403 for a locked account.
pub(crate) const LOCKED: &str =
    "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";

/// Identifies the caller.
pub(crate) fn authenticate(sim: &Sim, call: &Call) -> Result<Caller, Refusal> {
    if let Some(token) = call.query("fal_jwt_token") {
        return sim
            .tokens
            .owner(token)
            .map(|user_id| Caller { user_id, locked: false })
            .ok_or(Refusal::Unknown);
    }
    let header = call.header("authorization").ok_or(Refusal::Missing)?;
    let key = header.strip_prefix("Key ").ok_or(Refusal::Missing)?.trim();
    let (id, secret) = key.split_once(':').ok_or(Refusal::NoColon)?;
    if id.is_empty() || secret.is_empty() || key.contains(char::is_whitespace) {
        return Err(Refusal::Missing);
    }
    match &sim.config.keys {
        KeyPolicy::Only(keys) if !keys.iter().any(|known| known == key) => Err(Refusal::Unknown),
        KeyPolicy::Only(_) | KeyPolicy::AnyWellFormed => Ok(Caller {
            user_id: user_id(id),
            locked: sim.config.locked_keys.iter().any(|known| known == key),
        }),
    }
}

/// A stable account id for a key id.
fn user_id(key_id: &str) -> String {
    format!("user_{}", &crate::ids::digest_hex(&["user", key_id])[..24])
}

/// The 401 of the queue and the direct call.
pub(crate) fn refuse_app(sim: &Sim, refusal: Refusal, owner_alias: &str) -> Response {
    let legacy = sim.live().quirks.legacy_key_wording;
    let text = match refusal {
        Refusal::Unknown => UNKNOWN_KEY.to_owned(),
        Refusal::NoColon if legacy => {
            "Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'.".to_owned()
        }
        Refusal::Missing | Refusal::NoColon => format!(
            "Cannot access application \"{owner_alias}\". Authentication is required to access this application."
        ),
    };
    detail(StatusCode::UNAUTHORIZED, &text)
}

/// The 401 of the REST host and the CDN.
pub(crate) fn refuse_rest(refusal: Refusal) -> Response {
    let text = match refusal {
        Refusal::Unknown => UNKNOWN_KEY,
        Refusal::Missing | Refusal::NoColon => "Authorization header is required",
    };
    detail(StatusCode::UNAUTHORIZED, text)
}

/// The 401 of the platform API.
pub(crate) fn refuse_platform(refusal: Refusal) -> Response {
    let text = match refusal {
        Refusal::Unknown => "Invalid API key",
        Refusal::Missing | Refusal::NoColon => "Authentication is required",
    };
    let body = json!({ "error": { "type": "authorization_error", "message": text } });
    json_reply(StatusCode::UNAUTHORIZED, &body)
}

const UNKNOWN_KEY: &str = "No user found for Key ID and Secret";

/// The 403 of a locked account.
pub(crate) fn refuse_locked() -> Response {
    detail(StatusCode::FORBIDDEN, LOCKED)
}

/// Short-lived bearer tokens for browsers and uploads.
#[derive(Default)]
pub(crate) struct Tokens(std::sync::Mutex<std::collections::HashMap<String, (String, Instant)>>);

impl Tokens {
    /// Makes a token for an account.
    pub(crate) fn issue(&self, user_id: &str, lifetime: Duration) -> String {
        let token = crate::ids::token();
        crate::state::lock(&self.0).insert(token.clone(), (user_id.to_owned(), Instant::now() + lifetime));
        token
    }

    /// The account behind a token that still lives.
    pub(crate) fn owner(&self, token: &str) -> Option<String> {
        let tokens = crate::state::lock(&self.0);
        tokens
            .get(token)
            .filter(|(_, ends)| Instant::now() < *ends)
            .map(|(owner, _)| owner.clone())
    }
}
