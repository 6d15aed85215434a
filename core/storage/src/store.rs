//! The interface of every back end.

use std::{fmt::Debug, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use url::Url;

use crate::{ByteRange, KeyPrefix, Listed, Object, ObjectInfo, ObjectKey, error::Result};

/// The lines of a listing as they come in, in no promised order. After an error it ends.
pub type Listing = BoxStream<'static, Result<Listed>>;

/// A place for objects. All back ends behave alike; one suite of tests runs over each.
///
/// # Errors
/// Every method answers [`crate::Error::Unavailable`] or [`crate::Error::Denied`] as described there;
/// others are named at the method.
#[async_trait]
pub trait ObjectStore: Debug + Send + Sync + 'static {
    /// Stores an object, replacing one with the same key. Readers see the old one or the new one, never a part.
    /// When this returns the object survives a crash (local: synced to disk; S3: as the service promises).
    ///
    /// # Errors
    /// [`crate::Error::Full`] when there is no room.
    async fn put(&self, key: &ObjectKey, body: Bytes) -> Result<()>;

    /// Opens an object, or a part of it. None if there is no such object.
    ///
    /// # Errors
    /// [`crate::Error::RangeNotSatisfiable`] when the range lies outside.
    async fn get(&self, key: &ObjectKey, range: Option<ByteRange>) -> Result<Option<Object>>;

    /// What is known about an object. None if there is no such object.
    async fn head(&self, key: &ObjectKey) -> Result<Option<ObjectInfo>>;

    /// Removes an object. Removing one that is not there succeeds.
    async fn delete(&self, key: &ObjectKey) -> Result<()>;

    /// Lists objects, a page at a time from the store's view. Objects written or removed meanwhile may or may not show.
    fn list(&self, prefix: KeyPrefix) -> Listing;

    /// An address from which anyone may download the object as a file called `filename`, until `expires_in`
    /// (1 s to 7 days) is over. None when the store has no address of its own: then stream it with `get`.
    /// Does not ask the store; a missing object shows when the address is opened.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for a time out of range.
    async fn presigned_download(&self, key: &ObjectKey, filename: &str, expires_in: Duration) -> Result<Option<Url>>;

    /// Where addresses of [`Self::presigned_download`] point to, as browsers name an origin: `https://s3.example.org`. None when
    /// there are no such addresses.
    fn public_origin(&self) -> Option<String> {
        None
    }

    /// Whether the store answers and accepts us, within seconds: for readiness.
    async fn check(&self) -> Result<()>;
}
