//! `GET /cdn/files/…`: public, with entity tags and single byte ranges (RFC 9110, sections 13 and 14).

use axum::{
    body::Body,
    http::{Method, StatusCode},
    response::Response,
};
use bytes::Bytes;

use crate::{
    call::{Call, detail, set_header},
    faults::{Stage, with_faults},
    files::FileInfo,
    state::Sim,
};

pub(super) async fn download(sim: &Sim, call: &Call, path: &str) -> Response {
    let Some(info) = sim.files.find(path) else {
        return detail(404, "File not found");
    };
    let answer = async {
        match sim.files.read(&info).await {
            Some(bytes) => reply(call, &info, bytes),
            None => detail(404, "File not found"),
        }
    };
    with_faults(sim, call, Stage::File, &info.origin, answer).await
}

fn reply(call: &Call, info: &FileInfo, bytes: Bytes) -> Response {
    let tag = format!("\"{}\"", &info.digest[..32]);
    if call
        .header("if-none-match")
        .is_some_and(|known| known == "*" || known.contains(&tag))
    {
        return with_headers(StatusCode::NOT_MODIFIED, Bytes::new(), info, &tag);
    }
    let whole_wanted = call.header("if-range").is_some_and(|known| known != tag);
    let wanted = call
        .header("range")
        .filter(|_| !whole_wanted)
        .and_then(|range| parse_range(range, bytes.len()));
    let mut response = match wanted {
        None => with_headers(StatusCode::OK, bytes, info, &tag),
        Some(Err(())) => {
            let mut response = with_headers(StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new(), info, &tag);
            set_header(&mut response, "content-range", &format!("bytes */{}", bytes.len()));
            response
        }
        Some(Ok((first, last))) => {
            let length = bytes.len();
            let mut response = with_headers(StatusCode::PARTIAL_CONTENT, bytes.slice(first..=last), info, &tag);
            set_header(
                &mut response,
                "content-range",
                &format!("bytes {first}-{last}/{length}"),
            );
            response
        }
    };
    if call.method == Method::HEAD {
        set_header(&mut response, "content-length", &info.size.to_string());
        *response.body_mut() = Body::empty();
    }
    response
}

fn with_headers(status: StatusCode, bytes: Bytes, info: &FileInfo, tag: &str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    set_header(&mut response, "content-type", &info.content_type);
    set_header(&mut response, "etag", tag);
    set_header(&mut response, "accept-ranges", "bytes");
    set_header(&mut response, "cache-control", "public, max-age=31536000, immutable");
    set_header(&mut response, "access-control-allow-origin", "*");
    response
}

/// First and last byte of a range; `None` for anything but one byte range (then the whole file is sent), `Err` for one
/// that lies outside.
fn parse_range(range: &str, length: usize) -> Option<Result<(usize, usize), ()>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    if last.contains(',') {
        return None;
    }
    let end = length.checked_sub(1);
    Some(match (first.trim(), last.trim()) {
        ("", suffix) => {
            let count: usize = suffix.parse().ok()?;
            end.filter(|_| count > 0)
                .map(|end| (length.saturating_sub(count), end))
                .ok_or(())
        }
        (first, last) => {
            let first: usize = first.parse().ok()?;
            let last = if last.is_empty() {
                usize::MAX
            } else {
                last.parse().ok()?
            };
            if last < first {
                return None;
            }
            end.filter(|end| first <= *end)
                .map(|end| (first, last.min(end)))
                .ok_or(())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::parse_range;

    #[test]
    fn ranges_follow_rfc_9110() {
        assert_eq!(parse_range("bytes=0-3", 10), Some(Ok((0, 3))));
        assert_eq!(parse_range("bytes=4-", 10), Some(Ok((4, 9))));
        assert_eq!(parse_range("bytes=-4", 10), Some(Ok((6, 9))));
        assert_eq!(parse_range("bytes=5-99", 10), Some(Ok((5, 9))));
        assert_eq!(parse_range("bytes=10-", 10), Some(Err(())));
        assert_eq!(parse_range("bytes=-0", 10), Some(Err(())));
        assert_eq!(parse_range("bytes=3-1", 10), None);
        assert_eq!(parse_range("bytes=0-1,4-5", 10), None);
        assert_eq!(parse_range("lines=0-1", 10), None);
        assert_eq!(parse_range("bytes=0-0", 0), Some(Err(())));
    }
}
