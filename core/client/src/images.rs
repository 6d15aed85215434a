//! Pictures that are there.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::call::Call;
use crate::{Client, Error, Page, Position};

/// A picture or video as the studio tells it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Image {
    /// Names it.
    pub id: Uuid,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes of the original.
    pub file_size: u64,
    /// `jpeg`, `png`, `webp`, `gif` or `mp4`.
    pub format: String,
    /// What was asked for.
    pub prompt: String,
    /// What made it.
    pub model_id: String,
    /// Decimal digits.
    pub seed: Option<String>,
    /// Its part of the price.
    pub cost_credits: f64,
    /// Marked by its owner.
    pub is_favorite: bool,
    /// 1 to 5.
    pub rating: Option<u8>,
    /// In lower case.
    pub tags: Vec<String>,
    /// Empty: it has none.
    pub name: String,
    /// Where it is filed.
    pub project_id: Option<Uuid>,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// Whatever else the studio says.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Which pictures, in the words of `GET /api/images`; what is empty limits nothing.
#[derive(Clone, Debug, Default)]
pub struct ImageQuery {
    /// Names and values; a name may come several times.
    pub parameters: Vec<(&'static str, String)>,
}

/// What came of a change of many pictures.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct BulkDone {
    /// Those that were so already do not count.
    pub changed: u64,
    /// Takes it back within the hour.
    pub undo_token: Option<Uuid>,
    /// Until when.
    pub undo_expires_at: Option<DateTime<Utc>>,
}

impl Client {
    /// A page of pictures.
    ///
    /// # Errors
    /// [`Error::Refused`] with `invalid` for a parameter that makes no sense; otherwise as every request.
    pub async fn images(&self, query: &ImageQuery, at: &Position) -> Result<Page<Image>, Error> {
        let mut call = Call::get(&["api/images"])
            .query("limit", at.limit.to_string())
            .query("cursor", at.cursor.as_deref().unwrap_or_default());
        for (name, value) in &query.parameters {
            call = call.query(name, value.as_str());
        }
        self.read(&call).await
    }

    /// One picture.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found`; otherwise as every request.
    pub async fn image(&self, id: Uuid) -> Result<Image, Error> {
        self.read(&Call::get(&["api/images", &id.to_string()])).await
    }

    /// Gives tags to up to 500 pictures and takes tags from them, all or none.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found` when one of them is not the owner's, or `invalid`.
    pub async fn tag_images(&self, ids: &[Uuid], add: &[String], remove: &[String]) -> Result<BulkDone, Error> {
        let body = json!({"ids": ids, "add": add, "remove": remove});
        self.read(&Call::post(&["api/images/bulk-tag"]).json(&body)).await
    }

    /// Moves up to 500 pictures to the trash, all or none.
    ///
    /// # Errors
    /// [`Error::Refused`] with `not_found` when one of them is not the owner's.
    pub async fn trash_images(&self, ids: &[Uuid]) -> Result<BulkDone, Error> {
        let body = json!({"ids": ids});
        self.read(&Call::post(&["api/images/bulk-delete"]).json(&body)).await
    }
}
