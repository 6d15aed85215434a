//! From answers of S3 to objects.

use std::{ops::Range, time::SystemTime};

use aws_sdk_s3::{
    operation::{get_object::GetObjectOutput, head_object::HeadObjectOutput},
    primitives::{ByteStream, DateTime},
};
use futures::{StreamExt, stream};

use crate::{Body, ByteRange, Error, Object, ObjectInfo, error::Result};

/// What a HEAD tells.
pub(super) fn info_of_head(head: &HeadObjectOutput) -> Result<ObjectInfo> {
    info(size(head.content_length())?, head.e_tag(), head.last_modified())
}

/// The object of a GET.
pub(super) fn object(found: GetObjectOutput, range: Option<ByteRange>) -> Result<Object> {
    let length = size(found.content_length())?;
    let total = match found.content_range() {
        Some(content_range) => total_of(content_range)?,
        None => length,
    };
    let info = info(total, found.e_tag(), found.last_modified())?;
    let range = sent(range, total, length)?;
    Ok(Object {
        info,
        range,
        body: body(found.body),
    })
}

/// The part that was sent; an answer that does not fit the question is refused rather than passed on.
fn sent(asked: Option<ByteRange>, total: u64, length: u64) -> Result<Range<u64>> {
    let range = asked.map_or(Ok(0..total), |range| range.resolve(total))?;
    if range.end - range.start == length {
        Ok(range)
    } else {
        Err(garbled(&format!("{length} bytes were sent for {range:?}")))
    }
}

fn body(bytes: ByteStream) -> Body {
    stream::unfold(bytes, async |mut bytes| {
        let chunk = bytes.next().await?;
        Some((chunk.map_err(|error| Error::Unavailable(error.into())), bytes))
    })
    .boxed()
}

fn info(size_bytes: u64, etag: Option<&str>, modified: Option<&DateTime>) -> Result<ObjectInfo> {
    let etag = etag.ok_or_else(|| garbled("an object without an ETag"))?.to_owned();
    let last_modified = time(modified)?;
    Ok(ObjectInfo {
        size_bytes,
        etag,
        last_modified,
    })
}

/// Reads a count of bytes.
pub(super) fn size(length: Option<i64>) -> Result<u64> {
    length
        .and_then(|length| u64::try_from(length).ok())
        .ok_or_else(|| garbled("an object without a size"))
}

/// Reads a point in time.
pub(super) fn time(modified: Option<&DateTime>) -> Result<SystemTime> {
    modified
        .and_then(|modified| SystemTime::try_from(*modified).ok())
        .ok_or_else(|| garbled("an object without a time"))
}

/// The size at the end of a `Content-Range`.
fn total_of(content_range: &str) -> Result<u64> {
    let total = content_range.rsplit_once('/').map(|(_, total)| total);
    total
        .and_then(|total| total.parse().ok())
        .ok_or_else(|| garbled("a part without the whole's size"))
}

/// An answer no S3 service should give; a proxy in between may, so asking again is worth it.
fn garbled(what: &str) -> Error {
    Error::Unavailable(format!("the service answered {what}").into())
}
