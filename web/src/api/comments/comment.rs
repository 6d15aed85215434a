//! A comment on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::comments::CommentView;
use utoipa::ToSchema;
use uuid::Uuid;

/// What is to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentRequestBody {
    /// 1 to 5,000 characters.
    #[schema(example = "The left wing is a little dark.")]
    pub(crate) text: String,
}

/// What somebody said about a picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommentBody {
    id: Uuid,
    image_id: Uuid,
    /// What the one who wrote it is called.
    #[schema(example = "Ada Lovelace")]
    author_name: String,
    /// You wrote it.
    is_mine: bool,
    /// Plain text; whoever shows it escapes it.
    #[schema(example = "The left wing is a little dark.")]
    text: String,
    created_at: DateTime<Utc>,
    /// When it was last changed. The `ETag` says the same.
    updated_at: DateTime<Utc>,
}

/// A comment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommentEnvelope {
    comment: CommentBody,
}

impl From<CommentView> for CommentBody {
    fn from(comment: CommentView) -> Self {
        Self {
            id: comment.id.0,
            image_id: comment.image_id.0,
            author_name: comment.author_name,
            is_mine: comment.is_mine,
            text: comment.text,
            created_at: comment.created_at,
            updated_at: comment.updated_at,
        }
    }
}

impl From<CommentView> for CommentEnvelope {
    fn from(comment: CommentView) -> Self {
        Self {
            comment: comment.into(),
        }
    }
}
