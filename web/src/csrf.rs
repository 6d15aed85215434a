//! The token of forms: proves that a form was made by a page of this session.

use axum::http::HeaderName;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use studio_app::Config;
use studio_model::SessionId;

/// Carries the token of requests that scripts make.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-csrf-token");
/// Name of the hidden form field.
pub(crate) const FIELD: &str = "csrf";

/// The token of a session: the same as long as it lasts, of no use with another one.
pub(crate) fn token(config: &Config, session_id: SessionId) -> String {
    URL_SAFE_NO_PAD.encode(mac(config, session_id).finalize().into_bytes())
}

/// Whether `token` is the session's. Takes the same time for every wrong one.
pub(crate) fn is_token(config: &Config, session_id: SessionId, token: &str) -> bool {
    URL_SAFE_NO_PAD
        .decode(token)
        .is_ok_and(|bytes| mac(config, session_id).verify_slice(&bytes).is_ok())
}

fn mac(config: &Config, session_id: SessionId) -> Hmac<Sha256> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(config.auth_secret.expose().as_bytes()).expect("HMAC takes keys of any length");
    mac.update(b"csrf\0");
    mac.update(session_id.0.as_bytes());
    mac
}
