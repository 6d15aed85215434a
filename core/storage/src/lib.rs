//! Objects (pictures and their thumbnails) by typed key, in a local folder or an S3-compatible store.
//!
//! [`ObjectKey`] alone knows paths, content types and cache headers; a caller cannot form a path, so it cannot
//! form a wrong one. [`ObjectStore`] is the one interface and [`StorageConfig::open`] the one place that chooses
//! a back end.
//!
//! What a newcomer gets wrong: a missing object is `Ok(None)`, never an error. An error always means that the
//! store could not answer, and [`Error::is_transient`] says whether asking again may help. A store whose bucket
//! or folder is gone answers [`Error::Denied`], so that a wrong setting never looks like lost pictures.
//!
//! This crate does not know what is in an object: checking and shrinking pictures is `studio-media`'s work.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! use studio_model::JobId;
//! use studio_storage::{MemoryStore, ObjectKey, ObjectStore, OriginalFormat};
//!
//! let store = MemoryStore::default();
//! let key = ObjectKey::Original { job_id: JobId(uuid::Uuid::nil()), index: 0, format: OriginalFormat::Png };
//! assert!(store.get(&key, None).await?.is_none());
//! store.put(&key, "pixels".into()).await?;
//! let object = store.get(&key, None).await?.expect("it was just stored");
//! assert_eq!(object.bytes().await?, "pixels");
//! # Ok::<_, studio_storage::Error>(())
//! # }).unwrap();
//! ```

mod config;
mod disposition;
mod error;
mod format;
mod key;
mod local;
mod memory;
mod object;
mod range;
mod s3;
mod store;

pub use config::{S3Config, S3Timeouts, StorageConfig};
pub use disposition::attachment;
pub use error::Error;
pub use format::{OriginalFormat, ThumbnailFormat, UnknownFormat};
pub use key::{KeyPrefix, ObjectKey};
pub use local::LocalStore;
pub use memory::MemoryStore;
pub use object::{Body, Listed, Object, ObjectInfo};
pub use range::ByteRange;
pub use s3::S3Store;
pub use store::{Listing, ObjectStore};
