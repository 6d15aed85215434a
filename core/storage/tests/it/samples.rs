//! Keys and bytes for the tests.

use bytes::Bytes;
use studio_model::{JobId, ThumbnailSize, UserId};
use studio_storage::{ObjectKey, OriginalFormat, ThumbnailFormat};
use uuid::Uuid;

pub(crate) fn original(job: u128, index: u16) -> ObjectKey {
    ObjectKey::Original {
        job_id: JobId(Uuid::from_u128(job)),
        index,
        format: OriginalFormat::Png,
    }
}

pub(crate) fn thumbnail(job: u128, index: u16) -> ObjectKey {
    ObjectKey::Thumbnail {
        job_id: JobId(Uuid::from_u128(job)),
        index,
        size: ThumbnailSize::Medium,
        format: ThumbnailFormat::Avif,
    }
}

pub(crate) fn upload(user: u128) -> ObjectKey {
    ObjectKey::Upload {
        user_id: UserId(Uuid::from_u128(user)),
        sha256: [0x5a; 32],
        format: OriginalFormat::Webp,
    }
}

/// Bytes in which every position can be told.
pub(crate) fn pattern(length: usize) -> Bytes {
    (0..length).map(|position| (position % 251) as u8).collect()
}
