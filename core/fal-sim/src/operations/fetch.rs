//! Gets the bytes of an input picture: a data URI, one of our own files, or anything reachable over HTTP.

use std::time::Duration;

use base64::Engine as _;
use bytes::Bytes;
use futures::StreamExt as _;

use crate::{errors::Failure, state::Sim};

/// Largest input picture in bytes. Source: the provider's Python framework 1.83.0 (read November 2026).
const MAX_BYTES: usize = 50 * 1024 * 1024;

/// Longest download.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Fetches the picture that the input field `field` names.
///
/// # Errors
/// `file_download_error` when it cannot be had, `file_too_large` above 50 MB, `image_load_error` for a broken data URI.
pub(super) async fn fetch(sim: &Sim, url: &str, field: &str) -> Result<Bytes, Failure> {
    if let Some(data) = url.strip_prefix("data:") {
        return decode_data_uri(data).ok_or_else(|| Failure::model("image_load_error", Some(field), None));
    }
    if let Some(bytes) = own_file(sim, url).await {
        return Ok(bytes);
    }
    let download = tokio::time::timeout(TIMEOUT, download(sim, url, field)).await;
    download.unwrap_or_else(|_| Err(unreachable_file(field)))
}

fn decode_data_uri(data: &str) -> Option<Bytes> {
    let (head, body) = data.split_once(',')?;
    if !head.ends_with(";base64") {
        return None;
    }
    base64::engine::general_purpose::STANDARD
        .decode(body.trim())
        .ok()
        .map(Bytes::from)
}

/// A file of ours is read directly: under another public URL we might not reach ourselves.
async fn own_file(sim: &Sim, url: &str) -> Option<Bytes> {
    let path = url.strip_prefix(sim.public_url())?.strip_prefix("/cdn/files/")?;
    let info = sim.files.find(path)?;
    sim.files.read(&info).await
}

async fn download(sim: &Sim, url: &str, field: &str) -> Result<Bytes, Failure> {
    let url = url::Url::parse(url).map_err(|_| unreachable_file(field))?;
    let response = sim.http.get(url).send().await.map_err(|_| unreachable_file(field))?;
    if !response.status().is_success() {
        return Err(unreachable_file(field));
    }
    let mut bytes = Vec::new();
    let mut pieces = response.bytes_stream();
    while let Some(piece) = pieces.next().await {
        bytes.extend_from_slice(&piece.map_err(|_| unreachable_file(field))?);
        if bytes.len() > MAX_BYTES {
            return Err(Failure::model("file_too_large", Some(field), None));
        }
    }
    Ok(Bytes::from(bytes))
}

fn unreachable_file(field: &str) -> Failure {
    Failure::model("file_download_error", Some(field), None)
}
