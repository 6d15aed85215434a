//! Headers that tell browsers what an answer may do.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::AppState;
use crate::cookies::is_https;

/// For pages: everything from this host, no inline script, no frames. `style` attributes carry the size and colour of tiles.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; \
    style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; \
    base-uri 'none'; frame-ancestors 'none'; form-action 'self'; media-src 'self'";
/// Two years, the least that the preload list of browsers asks for is one (<https://hstspreload.org>, read 2026-11-20).
const STRICT_TRANSPORT_SECURITY: &str = "max-age=63072000; includeSubDomains";

/// For the one page that other sites may show inside theirs.
const EMBEDDED_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
    img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; \
    frame-ancestors *; form-action 'none'; media-src 'self'";

/// Left on an answer that other sites may show inside their pages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Embeddable;

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // For browsers that do not know frame-ancestors.
    (header::X_FRAME_OPTIONS, "DENY"),
    // Addresses hold ids of pictures; other sites learn at most where a visitor came from.
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

fn content_security_policy(state: &AppState) -> HeaderValue {
    let policy = state.app.store.public_origin().map(|origin| with_store(&origin));
    // An origin has no characters that a header forbids.
    let policy = policy.and_then(|policy| HeaderValue::try_from(policy).ok());
    policy.unwrap_or(HeaderValue::from_static(CONTENT_SECURITY_POLICY))
}

/// A store with an address of its own serves the originals of pictures and videos itself.
fn with_store(origin: &str) -> String {
    ["img-src", "media-src"]
        .iter()
        .fold(CONTENT_SECURITY_POLICY.to_owned(), |policy, kind| {
            policy.replace(&format!("{kind} 'self'"), &format!("{kind} 'self' {origin}"))
        })
}

/// Sets the headers on every answer; a handler's own value stays.
pub(crate) async fn secure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_embeddable = response.extensions().get::<Embeddable>().is_some();
    let headers = response.headers_mut();
    if is_embeddable {
        let policy = HeaderValue::from_static(EMBEDDED_POLICY);
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert_with(|| content_security_policy(&state));
    for (name, value) in ALWAYS {
        if is_embeddable && name == header::X_FRAME_OPTIONS {
            continue;
        }
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_https(&state.app.config) {
        let value = HeaderValue::from_static(STRICT_TRANSPORT_SECURITY);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn originals_may_come_from_the_store_and_nothing_else() {
        let policy = with_store("https://store.example");
        assert!(
            policy.contains("img-src 'self' https://store.example data: blob:;"),
            "{policy}"
        );
        assert!(policy.ends_with("media-src 'self' https://store.example"), "{policy}");
        assert_eq!(policy.matches("store.example").count(), 2, "{policy}");
    }
}
