//! Answers requests for built files: hashed ones may be kept for ever, the others are asked for again each time.

use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::EmbeddedFile;

use super::Dist;

/// Hashed names change with their content, so a copy never grows stale.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Fixed names: keep a copy, but ask whether it is still good.
const REVALIDATE: &str = "public, no-cache";
/// Files that live at the root of the site under a name that others chose.
const ROOT_FILES: [&str; 5] = [
    "favicon.svg",
    "favicon.ico",
    "manifest.webmanifest",
    "robots.txt",
    "speculation.json",
];

/// Routes for `/assets/*`, `/icons/*` and the well-known files at the root.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let mut router = Router::new()
        .route("/assets/{*path}", get(|path, headers| folder("assets", path, headers)))
        .route("/icons/{*path}", get(|path, headers| folder("icons", path, headers)));
    for file in ROOT_FILES {
        let path = format!("/{file}");
        router = router.route(
            &path,
            get(move |headers: HeaderMap| async move { serve(file, &headers) }),
        );
    }
    router
}

async fn folder(name: &'static str, Path(path): Path<String>, headers: HeaderMap) -> Response {
    serve(&format!("{name}/{path}"), &headers)
}

/// The file `path` of `web/dist` in the best encoding that the browser takes, or 304 or 404.
fn serve(path: &str, request: &HeaderMap) -> Response {
    let Some((file, encoding)) = find(path, request) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let etag = etag(&file);
    let mut response = if matches_etag(request, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, etag);
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(header::CONTENT_TYPE, content_type(path));
    headers.insert(header::CACHE_CONTROL, cache_control(path));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The precompressed sibling that the browser accepts, brotli before gzip, else the file as it is.
fn find(path: &str, request: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = request
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    for (encoding, suffix) in [("br", "br"), ("gzip", "gz")] {
        if accepts(accepted, encoding)
            && let Some(file) = Dist::get(&format!("{path}.{suffix}"))
        {
            return Some((file, Some(encoding)));
        }
    }
    Dist::get(path).map(|file| (file, None))
}

fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|item| {
        let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
        let refused = matches!(parameters.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

fn etag(file: &EmbeddedFile) -> HeaderValue {
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    HeaderValue::from_str(&tag).expect("hexadecimal digits are a valid header value")
}

fn matches_etag(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let Some(Ok(wanted)) = request.get(header::IF_NONE_MATCH).map(HeaderValue::to_str) else {
        return false;
    };
    let etag = etag.to_str().unwrap_or_default();
    wanted
        .split(',')
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*")
}

fn cache_control(path: &str) -> HeaderValue {
    HeaderValue::from_static(if path.starts_with("assets/") {
        IMMUTABLE
    } else {
        REVALIDATE
    })
}

/// The media type by the file's ending; the build writes no other endings than these.
fn content_type(path: &str) -> HeaderValue {
    HeaderValue::from_static(match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "avif" => "image/avif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "json" if path == "speculation.json" => "application/speculationrules+json",
        "json" | "map" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_encoding_is_not_used() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("brotli", "br"));
    }

    #[test]
    fn only_hashed_files_are_kept_for_ever() {
        assert_eq!(cache_control("assets/app-x.js"), IMMUTABLE);
        assert_eq!(cache_control("favicon.svg"), REVALIDATE);
    }

    #[test]
    fn a_known_tag_is_recognised_in_a_list_and_when_weak() {
        let etag = HeaderValue::from_static("\"abc\"");
        let request =
            |value: &'static str| HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(value))]);
        assert!(matches_etag(&request("\"x\", W/\"abc\""), &etag));
        assert!(!matches_etag(&request("\"x\""), &etag));
        assert!(!matches_etag(&HeaderMap::new(), &etag));
    }

    #[test]
    fn a_file_outside_the_build_is_not_found() {
        for path in ["assets/../../Cargo.toml", "assets/none.js", ""] {
            assert_eq!(serve(path, &HeaderMap::new()).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
