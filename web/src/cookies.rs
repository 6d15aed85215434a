//! The session cookie.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum_extra::extract::cookie::CookieJar;
use studio_app::Config;
use studio_app::accounts::{ABSOLUTE_LIFETIME, SessionToken};

/// Over https the prefix makes browsers refuse a cookie that another host or an insecure page planted.
const SECURE_NAME: &str = "__Host-studio_session";
const PLAIN_NAME: &str = "studio_session";

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

/// Makes the browser forget its session.
pub(crate) fn forget(config: &Config) -> SetCookie {
    set_cookie(config, "", 0)
}

fn set_cookie(config: &Config, value: &str, max_age_s: i64) -> SetCookie {
    let name = name(config);
    let secure = if is_https(config) { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}");
    let cookie = HeaderValue::try_from(cookie).expect("a constant around base64");
    [(header::SET_COOKIE, cookie)]
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
