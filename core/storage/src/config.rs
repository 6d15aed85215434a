//! Which store, with which settings. Reading the environment is the caller's.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use url::Url;

use crate::{LocalStore, ObjectStore, S3Store, error::Result};

/// Where objects are kept.
#[derive(Clone, Debug)]
pub enum StorageConfig {
    /// A folder of this machine, made when missing.
    Local {
        /// The folder. Nothing else should be in it.
        path: PathBuf,
    },
    /// A bucket of an S3-compatible service.
    S3(Box<S3Config>),
}

impl StorageConfig {
    /// Opens the store. S3 is not contacted yet: [`ObjectStore::check`] does that.
    ///
    /// # Errors
    /// [`crate::Error::Denied`] if the folder cannot be made, [`crate::Error::Invalid`] for settings that cannot work.
    pub fn open(self) -> Result<Arc<dyn ObjectStore>> {
        Ok(match self {
            Self::Local { path } => Arc::new(LocalStore::open(path)?),
            Self::S3(config) => Arc::new(S3Store::open(&config)?),
        })
    }
}

/// Settings of an S3-compatible store. Objects are addressed by path (`<endpoint>/<bucket>/<key>`), which all of them take.
#[derive(Clone)]
pub struct S3Config {
    /// The bucket; it must exist.
    pub bucket: String,
    /// The region requests are signed for. Many services accept any; Garage wants its configured `s3_region`.
    pub region: String,
    /// The service's address; none means Amazon's for the region.
    pub endpoint: Option<Url>,
    /// The address browsers reach the service at, for download links, when it differs from `endpoint`.
    pub public_endpoint: Option<Url>,
    /// Access key id.
    pub access_key: String,
    /// Secret access key; never printed.
    pub secret_key: String,
    /// How long to wait; the defaults suit a service in the same region.
    pub timeouts: S3Timeouts,
}

impl fmt::Debug for S3Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Config")
            .field("bucket", &self.bucket)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint.as_ref().map(Url::as_str))
            .field("public_endpoint", &self.public_endpoint.as_ref().map(Url::as_str))
            .field("access_key", &self.access_key)
            .finish_non_exhaustive()
    }
}

/// How long S3 calls may take. A call is tried three times within its limit.
#[derive(Clone, Copy, Debug)]
pub struct S3Timeouts {
    /// To connect, each time.
    pub connect: Duration,
    /// For a call that moves no object (head, delete, a page of a list, check), with its retries.
    pub small: Duration,
    /// For storing an object or receiving the first byte of one, with retries. Once bytes flow, a transfer that
    /// stands still for about 20 s is given up, a slow one is not.
    pub transfer: Duration,
}

impl Default for S3Timeouts {
    /// 2 s, 5 s and 60 s.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            small: Duration::from_secs(5),
            transfer: Duration::from_secs(60),
        }
    }
}
