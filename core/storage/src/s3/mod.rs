//! Objects in a bucket of an S3-compatible service.
//!
//! S3 answers a missing bucket much like a missing object (to HEAD with nothing but 404), so every miss is
//! confirmed by asking for the bucket: a wrong setting never looks like lost pictures.

mod client;
mod fault;
mod listing;
mod read;

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::presigning::PresigningConfig;
use bytes::Bytes;
use url::Url;

use self::{client::Clients, fault::Fault};
use crate::{
    ByteRange, Error, KeyPrefix, Listing, Object, ObjectInfo, ObjectKey, ObjectStore, S3Config, attachment,
    error::Result,
};

/// The longest that a signed address can be valid.
/// Source: AWS, "Authenticating Requests: Using Query Parameters", `X-Amz-Expires`, read 2026-11-23.
const MAX_EXPIRY: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A bucket. Cheap to clone: clones share connections.
#[derive(Clone, Debug)]
pub struct S3Store {
    bucket: String,
    clients: Clients,
    /// Of signed addresses.
    origin: String,
}

impl S3Store {
    /// Prepares the client; contacts nobody.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an empty bucket name or an address that is not http or https.
    pub fn open(config: &S3Config) -> Result<Self> {
        if config.bucket.is_empty() {
            return Err(Error::invalid("the bucket has no name"));
        }
        Ok(Self {
            bucket: config.bucket.clone(),
            clients: Clients::new(config)?,
            origin: origin(config),
        })
    }

    /// Answers a miss: `Ok(None)` when the bucket is there and only the object is not.
    async fn confirm_bucket<T>(&self) -> Result<Option<T>> {
        self.check().await.map(|()| None)
    }

    /// The last bytes as a range from a start: services disagree about more bytes than there are.
    async fn end(&self, key: &ObjectKey, length: u64) -> Result<Option<ByteRange>> {
        let Some(info) = self.head(key).await? else {
            return Ok(None);
        };
        let range = ByteRange::Last { length }.resolve(info.size_bytes)?;
        Ok(Some(ByteRange::From { first: range.start }))
    }

    /// The error for a range outside the object; S3's own answer does not tell the size in a way the SDK reads.
    async fn range_error(&self, key: &ObjectKey) -> Result<Option<Object>> {
        let info = self.head(key).await?;
        info.map_or(Ok(None), |info| {
            Err(Error::RangeNotSatisfiable {
                size_bytes: info.size_bytes,
            })
        })
    }
}

#[async_trait]
impl ObjectStore for S3Store {
    async fn put(&self, key: &ObjectKey, body: Bytes) -> Result<()> {
        let request = self
            .clients
            .transfer
            .put_object()
            .bucket(&self.bucket)
            .key(key.to_string());
        let described = request
            .content_type(key.content_type())
            .cache_control(key.cache_control());
        described.body(body.into()).send().await.map_err(Fault::from)?;
        Ok(())
    }

    async fn get(&self, key: &ObjectKey, range: Option<ByteRange>) -> Result<Option<Object>> {
        let range = match range {
            Some(ByteRange::Last { length }) => match self.end(key, length).await? {
                Some(range) => Some(range),
                None => return Ok(None),
            },
            other => other,
        };
        let request = self
            .clients
            .transfer
            .get_object()
            .bucket(&self.bucket)
            .key(key.to_string());
        let ranged = request.set_range(range.map(ByteRange::header));
        match ranged.send().await.map_err(Fault::from) {
            Ok(found) => read::object(found, range).map(Some),
            Err(Fault::NotFound(_)) => self.confirm_bucket().await,
            Err(Fault::Range) => self.range_error(key).await,
            Err(fault) => Err(fault.into()),
        }
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<ObjectInfo>> {
        let request = self
            .clients
            .small
            .head_object()
            .bucket(&self.bucket)
            .key(key.to_string());
        match request.send().await.map_err(Fault::from) {
            Ok(found) => read::info_of_head(&found).map(Some),
            Err(Fault::NotFound(_)) => self.confirm_bucket().await,
            Err(fault) => Err(fault.into()),
        }
    }

    async fn delete(&self, key: &ObjectKey) -> Result<()> {
        let request = self
            .clients
            .small
            .delete_object()
            .bucket(&self.bucket)
            .key(key.to_string());
        match request.send().await.map_err(Fault::from) {
            Ok(_) => Ok(()),
            Err(Fault::NotFound(_)) => self.check().await,
            Err(fault) => Err(fault.into()),
        }
    }

    fn list(&self, prefix: KeyPrefix) -> Listing {
        let request = self.clients.small.list_objects_v2().bucket(&self.bucket);
        listing::lines(request.prefix(prefix.to_string()))
    }

    async fn presigned_download(&self, key: &ObjectKey, filename: &str, expires_in: Duration) -> Result<Option<Url>> {
        if expires_in < Duration::from_secs(1) || expires_in > MAX_EXPIRY {
            return Err(Error::invalid("a download address lives 1 second to 7 days"));
        }
        let expiry = PresigningConfig::expires_in(expires_in).map_err(|error| invalid("the expiry", error))?;
        let request = self
            .clients
            .public
            .get_object()
            .bucket(&self.bucket)
            .key(key.to_string());
        let request = request.response_content_disposition(attachment(filename));
        let signed = request.presigned(expiry).await.map_err(Fault::from)?;
        Url::parse(signed.uri())
            .map(Some)
            .map_err(|error| invalid("the signed address", error))
    }

    fn public_origin(&self) -> Option<String> {
        Some(self.origin.clone())
    }

    async fn check(&self) -> Result<()> {
        let request = self.clients.small.head_bucket().bucket(&self.bucket);
        match request.send().await.map_err(Fault::from) {
            Ok(_) => Ok(()),
            Err(Fault::NotFound(_)) => Err(Error::denied(format!("there is no bucket `{}`", self.bucket))),
            Err(fault) => Err(fault.into()),
        }
    }
}

/// The origin that browsers are sent to.
fn origin(config: &S3Config) -> String {
    let own = config.public_endpoint.as_ref().or(config.endpoint.as_ref());
    own.map_or_else(
        // AWS itself. Source: AWS, "Amazon S3 endpoints", path-style addresses, read 2026-11-27.
        || format!("https://s3.{}.amazonaws.com", config.region),
        |url| url.origin().ascii_serialization(),
    )
}

fn invalid(what: &str, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Invalid {
        reason: format!("{what} cannot be used"),
        source: Some(Box::new(error)),
    }
}
