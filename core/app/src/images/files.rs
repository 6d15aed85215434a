//! Storing the files of a picture: the original and what is shown in its place.

use bytes::Bytes;
use studio_media::Thumbnail;
use studio_model::JobId;
use studio_storage::{ObjectKey, OriginalFormat, ThumbnailFormat};

use crate::{App, Result};

/// Stores a file and its thumbnails as those of the output `index` of a job, over what is there; gives where the original lies.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the store is away. Some files may be there then.
pub(crate) async fn put_files(
    app: &App,
    (job_id, index): (JobId, u16),
    format: OriginalFormat,
    original: Bytes,
    thumbnails: &[Thumbnail],
) -> Result<ObjectKey> {
    let key = ObjectKey::Original { job_id, index, format };
    app.store.put(&key, original).await?;
    for thumbnail in thumbnails {
        for (format, bytes) in [
            (ThumbnailFormat::Webp, &thumbnail.webp),
            (ThumbnailFormat::Avif, &thumbnail.avif),
        ] {
            let size = thumbnail.size;
            let key = ObjectKey::Thumbnail {
                job_id,
                index,
                size,
                format,
            };
            app.store.put(&key, bytes.clone().into()).await?;
        }
    }
    Ok(key)
}
