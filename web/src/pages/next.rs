//! Where to go: after signing in, or to sign in first.

use axum::http::{HeaderName, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use url::form_urlencoded::byte_serialize;

use crate::paths;

const HX_REDIRECT: HeaderName = HeaderName::from_static("hx-redirect");

/// The path of this site that a form says to go on to, else `otherwise`.
pub(super) fn go_on(next: &str, otherwise: &str) -> Redirect {
    Redirect::to(if is_local(next) { next } else { otherwise })
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

/// Whether `next` is a path and nothing that a browser takes for another site.
fn is_local(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r', '\t', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

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
