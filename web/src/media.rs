//! Files of pictures: thumbnails, and what serving any file takes.

use std::ops::Range;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::accounts;
use studio_app::images::{self, ByteRange, OpenedFile, ThumbnailFormat};
use studio_model::{ImageId, ThumbnailSize, UserId};

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;

/// `GET /media/{image_id}/{size}.{format}`: a thumbnail, kept by the browser for ever: its bytes never change.
pub(crate) async fn thumbnail(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId((id, name)): PathId<(ImageId, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let (size, format) = parse_name(&name).ok_or(studio_app::Error::NotFound)?;
    let file = images::open_thumbnail(&state.app, user.id, id, size, format).await?;
    Ok(serve_file(file, &headers))
}

/// `GET /media/avatars/{user_id}/{digest}.webp`: a person's picture, for whoever is signed in and was shown its address. Kept by the
/// browser for ever: another picture has another address.
pub(crate) async fn avatar(
    State(state): State<AppState>,
    CurrentUser(_): CurrentUser,
    PathId((id, name)): PathId<(UserId, String)>,
) -> Result<Response> {
    let digest = name.strip_suffix(".webp").ok_or(studio_app::Error::NotFound)?;
    let webp = accounts::open_avatar(&state.app, id, digest).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/webp"),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, webp).into_response())
}

/// `512.webp`
pub(crate) fn parse_name(name: &str) -> Option<(ThumbnailSize, ThumbnailFormat)> {
    let (pixels, ending) = name.split_once('.')?;
    let size = ThumbnailSize::from_pixels(pixels.parse().ok()?)?;
    let format = ThumbnailFormat::ALL
        .into_iter()
        .find(|format| format.as_str() == ending)?;
    Some((size, format))
}

/// Streams an opened file, or says that the browser's copy is still good.
pub(crate) fn serve_file(file: OpenedFile, request: &HeaderMap) -> Response {
    let OpenedFile {
        object,
        content_type,
        cache_control,
    } = file;
    let (info, range) = (object.info, object.range);
    let is_part = range != (0..info.size_bytes);
    let mut response = if !is_part && has_copy(request, &info.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Body::from_stream(object.body).into_response();
        let length = HeaderValue::from(range.end - range.start);
        response.headers_mut().insert(header::CONTENT_LENGTH, length);
        if is_part {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            response
                .headers_mut()
                .insert(header::CONTENT_RANGE, content_range(&range, info.size_bytes));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache_control));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Ok(etag) = HeaderValue::try_from(info.etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

fn content_range(range: &Range<u64>, size_bytes: u64) -> HeaderValue {
    let text = format!("bytes {}-{}/{size_bytes}", range.start, range.end.saturating_sub(1));
    HeaderValue::try_from(text).expect("words and numbers")
}

fn has_copy(request: &HeaderMap, etag: &str) -> bool {
    let known = request
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    known
        .split(',')
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*")
}

/// The single range that a request asks for (RFC 9110 section 14.2). Several, other units and nonsense mean the whole file.
/// `If-Range` always holds: originals never change.
pub(crate) fn find_range(request: &HeaderMap) -> Option<Asked> {
    let text = request.get(header::RANGE)?.to_str().ok()?;
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    match (first.trim(), last.trim()) {
        ("", length) => Some(Asked(ByteRange::Last {
            length: length.parse().ok()?,
        })),
        (first, "") => Some(Asked(ByteRange::From {
            first: first.parse().ok()?,
        })),
        (first, last) => {
            let (first, last) = (first.parse().ok()?, last.parse().ok()?);
            (first <= last).then_some(Asked(ByteRange::Within { first, last }))
        }
    }
}

/// A range as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked(ByteRange);

impl Asked {
    /// Whether a file of this size has at least one of the bytes.
    pub(crate) fn fits(self, size_bytes: u64) -> bool {
        match self.0 {
            ByteRange::Within { first, .. } | ByteRange::From { first } => first < size_bytes,
            ByteRange::Last { length } => length > 0 && size_bytes > 0,
        }
    }
}

impl From<Asked> for ByteRange {
    fn from(asked: Asked) -> Self {
        asked.0
    }
}

/// There is nothing in that range.
pub(crate) fn unsatisfiable(size_bytes: u64) -> Response {
    let range = HeaderValue::try_from(format!("bytes */{size_bytes}")).expect("words and a number");
    (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, range)]).into_response()
}

/// `Content-Disposition` of a download (RFC 6266, RFC 8187).
pub(crate) fn attachment(file_name: &str) -> HeaderValue {
    let plain: String = file_name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let encoded: String = url::form_urlencoded::byte_serialize(file_name.as_bytes()).collect();
    let encoded = encoded.replace('+', "%20").replace('*', "%2A");
    let text = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    HeaderValue::try_from(text).expect("ASCII only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_and_everything_else_means_the_whole() {
        let range = |text: &'static str| {
            find_range(&HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static(text))])).map(ByteRange::from)
        };
        assert_eq!(range("bytes=0-99"), Some(ByteRange::Within { first: 0, last: 99 }));
        assert_eq!(range("bytes=100-"), Some(ByteRange::From { first: 100 }));
        assert_eq!(range("bytes=-5"), Some(ByteRange::Last { length: 5 }));
        for text in [
            "bytes=5-2",
            "bytes=0-1,4-5",
            "lines=0-1",
            "bytes=-",
            "bytes=a-b",
            "bytes=0",
        ] {
            assert_eq!(range(text), None, "{text}");
        }
    }

    #[test]
    fn a_range_must_touch_the_file() {
        assert!(Asked(ByteRange::From { first: 9 }).fits(10) && !Asked(ByteRange::From { first: 10 }).fits(10));
        assert!(Asked(ByteRange::Last { length: 99 }).fits(10) && !Asked(ByteRange::Last { length: 0 }).fits(10));
    }

    #[test]
    fn file_names_survive_in_any_language() {
        assert_eq!(
            attachment("übung \"1\".png"),
            "attachment; filename=\"_bung__1_.png\"; filename*=UTF-8''%C3%BCbung%20%221%22.png"
        );
    }

    #[test]
    fn only_existing_thumbnails_have_names() {
        assert_eq!(
            parse_name("512.webp"),
            Some((ThumbnailSize::Medium, ThumbnailFormat::Webp))
        );
        for name in ["512", "512.png", "513.webp", "-1.webp", "512.webp.avif", ".webp"] {
            assert_eq!(parse_name(name), None, "{name}");
        }
    }
}
