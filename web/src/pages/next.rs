//! Where to go: after signing in, or to sign in first.

use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use url::Url;
use url::form_urlencoded::byte_serialize;

use crate::paths;

const HX_REDIRECT: HeaderName = HeaderName::from_static("hx-redirect");

/// The path of this site that a form says to go on to, else `otherwise`.
pub(super) fn go_on(next: &str, otherwise: &str) -> Redirect {
    Redirect::to(if is_local(next) { next } else { otherwise })
}

/// Back to the page that a form was on, else `otherwise`. Only the path counts, so that it is always a page of this site.
pub(super) fn back(headers: &HeaderMap, otherwise: &str) -> Redirect {
    let from = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = from.and_then(|text| Url::parse(text).ok()).map(|url| {
        let query = url.query().map(|query| format!("?{query}"));
        format!("{}{}", url.path(), query.unwrap_or_default())
    });
    go_on(path.as_deref().unwrap_or_default(), otherwise)
}

/// Asks to sign in and come back to `wanted`. htmx is told to leave the page, since it would put the form into it.
pub(super) fn to_log_in(wanted: &Uri, is_part: bool) -> Response {
    let wanted = wanted.path_and_query().map_or(paths::HOME, |path| path.as_str());
    if is_part {
        (StatusCode::UNAUTHORIZED, [(HX_REDIRECT, paths::LOGIN)]).into_response()
    } else {
        let next: String = byte_serialize(wanted.as_bytes()).collect();
        Redirect::to(&format!("{}?next={next}", paths::LOGIN)).into_response()
    }
}

/// To the only page for somebody whose account is about to be deleted.
pub(super) fn to_farewell(is_part: bool) -> Response {
    if is_part {
        (StatusCode::FORBIDDEN, [(HX_REDIRECT, paths::LEAVING)]).into_response()
    } else {
        Redirect::to(paths::LEAVING).into_response()
    }
}

/// Whether `next` is a path and nothing that a browser takes for another site.
fn is_local(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r', '\t', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_is_a_page_of_this_site() {
        let place = |referer: &'static str| {
            let headers = HeaderMap::from_iter([(header::REFERER, referer.parse().unwrap())]);
            let location = back(&headers, "/gallery").into_response().headers()[header::LOCATION].clone();
            location.to_str().unwrap().to_owned()
        };
        assert_eq!(place("http://studio.test/gallery?page=2"), "/gallery?page=2");
        assert_eq!(place("https://evil.example//evil.example/x"), "/gallery");
        assert_eq!(place("nonsense"), "/gallery");
    }

    #[test]
    fn nobody_is_led_to_another_site() {
        assert!(is_local("/gallery?page=2"));
        for evil in [
            "",
            "gallery",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
        ] {
            assert!(!is_local(evil), "{evil:?}");
        }
    }
}
