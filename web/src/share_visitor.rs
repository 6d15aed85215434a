//! Who follows a link: the account that is signed in, if any, and the key that a browser got for a link's password.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum_extra::extract::cookie::CookieJar;
use studio_app::Config;
use studio_app::shares::{self, OpenLink, UNLOCK_LIFETIME, Visitor};
use studio_model::UserId;

use crate::client_ip::ClientIp;
use crate::cookies::{SetCookie, is_https};
use crate::error::Result;
use crate::{AppState, auth};

const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");

/// What is known of somebody who follows a link.
#[derive(Clone, Debug)]
pub(crate) struct ShareVisitor {
    user_id: Option<UserId>,
    jar: CookieJar,
    pub(crate) ip: ClientIp,
    user_agent: String,
    /// The browser loads the page in case somebody wants to see it.
    is_prefetch: bool,
}

impl FromRequestParts<AppState> for ShareVisitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self {
            user_id: auth::session_of(&parts.extensions).map(|session| session.user.id),
            jar: CookieJar::from_headers(&parts.headers),
            ip: ClientIp::of(&parts.extensions),
            user_agent: text(&parts.headers, &header::USER_AGENT),
            is_prefetch: text(&parts.headers, &SEC_PURPOSE).contains("prefetch") || parts.method.as_str() == "HEAD",
        })
    }
}

impl ShareVisitor {
    /// As the use cases know the visitor of a link.
    pub(crate) fn of(&self, config: &Config, token: &str) -> Visitor {
        Visitor {
            user_id: self.user_id,
            key: self
                .jar
                .get(&name(config, token))
                .map(|cookie| cookie.value().to_owned()),
        }
    }

    /// Counts that the visitor was shown the page of a link.
    pub(crate) async fn count(&self, state: &AppState, link: &OpenLink) -> Result<()> {
        if self.is_prefetch {
            return Ok(());
        }
        Ok(shares::count_visit(&state.app, link, self.ip.network(), &self.user_agent).await?)
    }
}

/// Keeps the key of a link in the browser.
pub(crate) fn keep_key(config: &Config, token: &str, key: &str) -> SetCookie {
    let secure = if is_https(config) { "; Secure" } else { "" };
    let (name, max_age_s) = (name(config, token), UNLOCK_LIFETIME.num_seconds());
    let cookie = format!("{name}={key}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}");
    let cookie =
        HeaderValue::try_from(cookie).expect("a token and a key, which are of letters, digits, dots and dashes");
    [(header::SET_COOKIE, cookie)]
}

fn name(config: &Config, token: &str) -> String {
    let prefix = if is_https(config) { "__Host-" } else { "" };
    format!("{prefix}studio_share_{token}")
}

fn text(headers: &HeaderMap, name: &HeaderName) -> String {
    let value = headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    value.unwrap_or_default()
}
