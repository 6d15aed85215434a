//! Reading the files of a picture.

use std::time::Duration;

use studio_db::images::{Image, trash};
use studio_media::best_thumbnail;
use studio_model::{ImageId, JobId, ThumbnailSize, UserId};
use studio_storage::{ByteRange, Object, ObjectKey, OriginalFormat, ThumbnailFormat};
use url::Url;

use super::owned::is_video;
use crate::{App, Error, Result};

/// How long a download link of the object store works.
const LINK_LIFETIME: Duration = Duration::from_secs(300);

/// An opened file with the headers it is served under.
#[derive(Debug)]
pub struct OpenedFile {
    /// The bytes, size and tag.
    pub object: Object,
    /// Media type.
    pub content_type: &'static str,
    /// `Cache-Control`.
    pub cache_control: &'static str,
}

/// Where the original comes from.
#[derive(Debug)]
pub enum OpenedOriginal {
    /// The store serves it itself at this address, for five minutes.
    Elsewhere(Url),
    /// We stream it.
    Here {
        /// The file.
        file: OpenedFile,
        /// A name for the download.
        file_name: String,
    },
}

/// Opens an original, or a part of it, for download.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's; [`Error::Invalid`] for a range outside the file.
pub async fn open_original(
    app: &App,
    user_id: UserId,
    id: ImageId,
    range: Option<ByteRange>,
) -> Result<OpenedOriginal> {
    let image = load(app, user_id, id).await?;
    let (key, file_name) = (original_key(&image)?, file_name(&image));
    if let Some(url) = app.store.presigned_download(&key, &file_name, LINK_LIFETIME).await? {
        return Ok(OpenedOriginal::Elsewhere(url));
    }
    Ok(OpenedOriginal::Here {
        file: open(app, &key, range).await?,
        file_name,
    })
}

/// Opens a thumbnail, also of a picture in the trash; the largest there is when the picture is smaller than asked for.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's.
pub async fn open_thumbnail(
    app: &App,
    user_id: UserId,
    id: ImageId,
    size: ThumbnailSize,
    format: ThumbnailFormat,
) -> Result<OpenedFile> {
    let image = trash::find_anywhere(&mut *app.db.acquire().await?, user_id, id).await?;
    let image = image.ok_or(Error::NotFound)?;
    let size = best_thumbnail(image.width.unsigned_abs(), image.height.unsigned_abs(), size);
    let key = ObjectKey::Thumbnail {
        job_id: JobId(image.object_id),
        index: index(&image)?,
        size,
        format,
    };
    open(app, &key, None).await
}

/// The key of a picture's original.
pub(crate) fn original_key(image: &Image) -> Result<ObjectKey> {
    let format: OriginalFormat = image.format.parse().map_err(Error::internal)?;
    Ok(ObjectKey::Original {
        job_id: JobId(image.object_id),
        index: index(image)?,
        format,
    })
}

async fn load(app: &App, user_id: UserId, id: ImageId) -> Result<Image> {
    let image = studio_db::images::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    image.ok_or(Error::NotFound)
}

async fn open(app: &App, key: &ObjectKey, range: Option<ByteRange>) -> Result<OpenedFile> {
    let object = app.store.get(key, range).await?.ok_or(Error::NotFound)?;
    Ok(OpenedFile {
        object,
        content_type: key.content_type(),
        cache_control: key.cache_control(),
    })
}

fn index(image: &Image) -> Result<u16> {
    u16::try_from(image.output_index).map_err(Error::internal)
}

/// The first words of the prompt and enough of the id to be unique.
fn file_name(image: &Image) -> String {
    let stem = stem(&image.prompt);
    let extension = extension(image);
    let id = image.id.0.simple().to_string();
    let tail = &id[id.len() - 8..];
    if stem.is_empty() {
        let kind = if is_video(image) { "video" } else { "image" };
        format!("{kind}-{tail}.{extension}")
    } else {
        format!("{stem}-{tail}.{extension}")
    }
}

/// The first words of a text, safe on every file system; empty when it has none.
pub(crate) fn stem(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .map(str::to_lowercase)
        .collect();
    words.join("-").chars().take(60).collect()
}

/// How the name of the original ends.
pub(crate) fn extension(image: &Image) -> &str {
    if image.format == "jpeg" { "jpg" } else { &image.format }
}
