//! What a store hands out.

use std::{fmt, ops::Range, time::SystemTime};

use bytes::{Bytes, BytesMut};
use futures::{TryStreamExt, stream::BoxStream};

use crate::{ObjectKey, error::Result};

/// The bytes of an object, in order. Ends early only with an error.
pub type Body = BoxStream<'static, Result<Bytes>>;

/// What is known about an object without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectInfo {
    /// Size of the whole object in bytes.
    pub size_bytes: u64,
    /// Changes when the object is written again; in quotes, ready for an `ETag` header. Not a digest.
    pub etag: String,
    /// When it was last written, by the store's clock; whole seconds on S3.
    pub last_modified: SystemTime,
}

/// An object being read.
pub struct Object {
    /// About the whole object.
    pub info: ObjectInfo,
    /// The bytes that `body` yields: all, or the range asked for.
    pub range: Range<u64>,
    /// The bytes.
    pub body: Body,
}

impl Object {
    /// Reads the body into memory: for small objects and those that must be whole, such as a picture to decode.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] if the store stops in the middle.
    pub async fn bytes(self) -> Result<Bytes> {
        let capacity = usize::try_from(self.range.end - self.range.start).unwrap_or(0);
        let buffer = BytesMut::with_capacity(capacity);
        let whole = self.body.try_fold(buffer, async |mut buffer, chunk| {
            buffer.extend_from_slice(&chunk);
            Ok(buffer)
        });
        Ok(whole.await?.freeze())
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object")
            .field("info", &self.info)
            .field("range", &self.range)
            .finish_non_exhaustive()
    }
}

/// One line of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its path in the store.
    pub path: String,
    /// The key with this path; none if someone else put it there.
    pub key: Option<ObjectKey>,
    /// Size in bytes.
    pub size_bytes: u64,
    /// When it was last written. Leave young objects alone when looking for orphans: their rows may be on the way.
    pub last_modified: SystemTime,
}

impl Listed {
    pub(crate) fn new(path: String, size_bytes: u64, last_modified: SystemTime) -> Self {
        Self {
            key: ObjectKey::parse(&path),
            path,
            size_bytes,
            last_modified,
        }
    }
}
