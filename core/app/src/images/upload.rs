//! Pictures that users bring: to start from, to guide others, or to keep.
//!
//! A picture is decoded and written anew, so that nothing of the file stays but its pixels: no place, no camera, no script. It lies
//! where results lie, under an id of its own instead of a job's. Files are stored before the row; what a failure leaves behind is
//! swept away as an orphan.

use bytes::Bytes;
use serde_json::{Map, Value, json};
use studio_db::events::{self, EventKind};
use studio_db::images::details::{self, Details};
use studio_db::images::{self, Image};
use studio_media::{Ingested, Limits};
use studio_model::{ImageId, JobId, MAX_IMAGE_NAME, MicroDollars, UserId};
use studio_storage::ObjectKey;
use uuid::Uuid;

use super::{ImageView, put_files};
use crate::decoding::decode;
use crate::{App, Error, Result};

/// Stands for the model of a picture that no model made.
pub const UPLOAD_MODEL: &str = "upload";

/// Largest file that is taken, in bytes. Ours: a photograph of 50 megapixels has less.
pub const MAX_UPLOAD_BYTES: usize = 25 * 1024 * 1024;

/// A file and what it is called.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The file.
    pub bytes: Bytes,
    /// Its name where it comes from; its stem becomes the name of the picture.
    pub file_name: Option<String>,
}

/// Checks a file, writes it anew and stores it as a picture of the user.
///
/// # Errors
/// [`Error::Invalid`] for the field `file` when it is no picture that can be taken.
pub async fn upload(app: &App, user_id: UserId, upload: Upload) -> Result<ImageView> {
    let bytes = upload.bytes;
    let read = move || {
        let limits = Limits::default();
        let clean = Bytes::from(studio_media::rewrite(&bytes, &limits)?);
        let picture = studio_media::ingest(&clean, &limits)?;
        Ok::<_, studio_media::Error>((clean, picture))
    };
    let (bytes, picture) = decode(read)
        .await?
        .map_err(|error| Error::invalid("file", format!("the file cannot be used: {error}")))?;
    let object_id = app.clock.new_id();
    let format = picture.format.as_str().parse().map_err(Error::internal)?;
    let place = (JobId(object_id), 0);
    let original = put_files(app, place, format, bytes, &picture.thumbnails).await?;
    let image = row(app, user_id, &original, object_id, &picture)?;
    let details = Details {
        name: upload.file_name.as_deref().map(stem).unwrap_or_default(),
        alt_text: String::new(),
        notes: String::new(),
        tags: Vec::new(),
        rating: None,
        is_favorite: false,
        project_id: None,
    };
    let mut tx = app.db.begin().await?;
    images::insert(&mut tx, &image).await?;
    details::update(&mut tx, image.id, &details, image.created_at).await?;
    events::insert_many(&mut tx, user_id, &[(EventKind::Image, image.id.0)]).await?;
    tx.commit().await?;
    app.live.changed();
    super::find(app, user_id, image.id).await
}

/// The name of a file without folders and ending, no longer than a name may be.
fn stem(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain = stem.chars().filter(|letter| !letter.is_control());
    plain.take(MAX_IMAGE_NAME).collect::<String>().trim().to_owned()
}

fn row(app: &App, user_id: UserId, original: &ObjectKey, object_id: Uuid, picture: &Ingested) -> Result<Image> {
    let (id, now) = (app.clock.new_id(), app.clock.now());
    let pixels = |side: u32| i32::try_from(side).map_err(Error::internal);
    Ok(Image {
        id: ImageId(id),
        user_id,
        project_id: None,
        job_id: None,
        output_index: 0,
        object_id,
        file_path: original.to_string(),
        file_url: format!("/api/images/download/{id}"),
        thumbnail_url: format!("/media/{id}/512.webp"),
        width: pixels(picture.width)?,
        height: pixels(picture.height)?,
        file_size: i64::try_from(picture.size_bytes).map_err(Error::internal)?,
        format: picture.format.as_str().to_owned(),
        sha256: picture.sha256.to_vec(),
        average_color: picture.average_color.clone(),
        placeholder: picture.placeholder.clone(),
        is_flagged: false,
        prompt: String::new(),
        negative_prompt: None,
        model_id: UPLOAD_MODEL.to_owned(),
        model_version: String::new(),
        parameters: Value::Object(Map::new()),
        seed: None,
        generation_time: None,
        cost: MicroDollars(0),
        parent_image_id: None,
        is_favorite: false,
        rating: None,
        tags: Vec::new(),
        name: String::new(),
        alt_text: String::new(),
        notes: String::new(),
        metadata: json!({ "has_alpha": picture.has_alpha }),
        created_at: now,
        updated_at: now,
        deleted_at: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_stem_of_the_file() {
        let cases = [
            ("IMG 4711.jpeg", "IMG 4711"),
            ("C:\\Pictures\\cat.png", "cat"),
            ("../../etc/passwd", "passwd"),
            (".png", ""),
            ("a\u{0}b\n.gif", "ab"),
        ];
        for (file_name, expected) in cases {
            assert_eq!(stem(file_name), expected, "{file_name:?}");
        }
        assert_eq!(stem(&"ä".repeat(300)).chars().count(), MAX_IMAGE_NAME);
    }
}
