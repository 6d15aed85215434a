//! The session cookie, and that of a browser between the two steps of a log-in.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::AppendHeaders;
use axum_extra::extract::cookie::CookieJar;
use studio_app::Config;
use studio_app::accounts::{ABSOLUTE_LIFETIME, STEP_LIFETIME, SessionToken};

/// Over https the prefix makes browsers refuse a cookie that another host or an insecure page planted.
const SECURE_NAME: &str = "__Host-studio_session";
const PLAIN_NAME: &str = "studio_session";
/// The same for a log-in whose code is missing.
const SECURE_STEP_NAME: &str = "__Host-studio_step";
const PLAIN_STEP_NAME: &str = "studio_step";

/// A `Set-Cookie` header, as a part of an answer.
pub(crate) type SetCookie = [(HeaderName, HeaderValue); 1];

/// The token that a browser sent, if it has the form of one.
pub(crate) fn session_token(config: &Config, headers: &HeaderMap) -> Option<SessionToken> {
    let jar = CookieJar::from_headers(headers);
    SessionToken::parse(jar.get(name(config))?.value())
}

/// Whether the browser sent a session cookie at all, good or not.
pub(crate) fn has_session(config: &Config, headers: &HeaderMap) -> bool {
    CookieJar::from_headers(headers).get(name(config)).is_some()
}

/// Keeps a new session in the browser until its absolute end.
pub(crate) fn keep(config: &Config, token: &SessionToken) -> SetCookie {
    set_cookie(config, &token.expose(), ABSOLUTE_LIFETIME.num_seconds())
}

/// What a browser that is between the two steps of a log-in sent, if it has the form of a token.
pub(crate) fn step_token(config: &Config, headers: &HeaderMap) -> Option<SessionToken> {
    let jar = CookieJar::from_headers(headers);
    SessionToken::parse(jar.get(step_name(config))?.value())
}

/// Keeps what the second step needs.
pub(crate) fn keep_step(config: &Config, token: &SessionToken) -> SetCookie {
    [written(
        config,
        step_name(config),
        &token.expose(),
        STEP_LIFETIME.num_seconds(),
    )]
}

/// Keeps a new session and forgets the step that led to it.
pub(crate) fn keep_after_step(config: &Config, token: &SessionToken) -> AppendHeaders<[(HeaderName, HeaderValue); 2]> {
    let [session] = keep(config, token);
    AppendHeaders([session, written(config, step_name(config), "", 0)])
}

/// Makes the browser forget its session.
pub(crate) fn forget(config: &Config) -> SetCookie {
    set_cookie(config, "", 0)
}

fn set_cookie(config: &Config, value: &str, max_age_s: i64) -> SetCookie {
    [written(config, name(config), value, max_age_s)]
}

fn written(config: &Config, name: &str, value: &str, max_age_s: i64) -> (HeaderName, HeaderValue) {
    let secure = if is_https(config) { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}");
    let cookie = HeaderValue::try_from(cookie).expect("a constant around base64");
    (header::SET_COOKIE, cookie)
}

fn step_name(config: &Config) -> &'static str {
    if is_https(config) {
        SECURE_STEP_NAME
    } else {
        PLAIN_STEP_NAME
    }
}

fn name(config: &Config) -> &'static str {
    if is_https(config) { SECURE_NAME } else { PLAIN_NAME }
}

/// Whether browsers reach the studio over https.
pub(crate) fn is_https(config: &Config) -> bool {
    config.app_url.scheme() == "https"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(app_url: &str) -> Config {
        Config::from_lookup(|name| {
            let value = match name {
                "APP_URL" => app_url,
                "DATABASE_URL" => "postgres://localhost/studio",
                "AUTH_SECRET" => "0123456789abcdef0123456789abcdef",
                "FAL_KEY" => "a:b",
                _ => return None,
            };
            Some(value.to_owned())
        })
        .unwrap()
    }

    #[test]
    fn https_makes_the_cookie_secure() {
        let cookie = |app_url| forget(&config(app_url))[0].1.to_str().unwrap().to_owned();
        assert_eq!(
            cookie("https://studio.example"),
            "__Host-studio_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            cookie("http://localhost:3007"),
            "studio_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn only_the_right_cookie_is_read() {
        let text = "A".repeat(43);
        let read = |cookie: String| {
            let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::try_from(cookie).unwrap())]);
            session_token(&config("http://localhost"), &headers).map(|token| token.expose())
        };
        assert_eq!(read(format!("theme=dark; studio_session={text}")), Some(text.clone()));
        assert_eq!(read(format!("__Host-studio_session={text}")), None);
        assert_eq!(read("studio_session=short".to_owned()), None);
    }
}
