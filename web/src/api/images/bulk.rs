//! `POST /api/images/bulk-delete`, `…/bulk-move`, `…/bulk-tag` and `…/bulk-favorite`

use axum::Json as Answer;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::images::{self, BulkChange, BulkDone, Chosen};
use studio_model::{ImageId, ProjectId, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{FormPairs, Json};
use crate::image_query::read_filter;
use crate::problem::Problem;
use crate::{AppState, Error};

/// What limits a list, with the names and meanings of the parameters of `GET /api/images`. What is left out limits nothing.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ImageFilterBody {
    q: Option<String>,
    from: Option<String>,
    to: Option<String>,
    model_id: Option<String>,
    project_id: Option<Uuid>,
    /// All of them.
    tags: Vec<String>,
    favorites: bool,
    aspect: Option<String>,
    resolution: Option<String>,
    rating: Option<u8>,
    /// `image` or `video`; by default both.
    kind: Option<String>,
}

/// Pictures to move to the trash: `ids` or a `filter`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkDeleteBody {
    /// 1 to 500 of your pictures.
    #[schema(min_items = 1, max_items = 500)]
    ids: Option<Vec<Uuid>>,
    /// All of your pictures that pass, at most 10,000.
    filter: Option<ImageFilterBody>,
}

/// Pictures to move: `ids` or a `filter`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkMoveBody {
    /// 1 to 500 of your pictures.
    #[schema(min_items = 1, max_items = 500)]
    ids: Option<Vec<Uuid>>,
    /// All of your pictures that pass, at most 10,000.
    filter: Option<ImageFilterBody>,
    /// One of your projects; `null` takes them out of all.
    project_id: Option<Uuid>,
}

/// Pictures to give tags to and to take tags from: `ids` or a `filter`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkTagBody {
    /// 1 to 500 of your pictures.
    #[schema(min_items = 1, max_items = 500)]
    ids: Option<Vec<Uuid>>,
    /// All of your pictures that pass, at most 10,000.
    filter: Option<ImageFilterBody>,
    /// Tags that they get.
    #[serde(default)]
    #[schema(example = json!(["sea"]))]
    add: Vec<String>,
    /// Tags that they lose.
    #[serde(default)]
    remove: Vec<String>,
}

/// Pictures to mark: `ids` or a `filter`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkFavoriteBody {
    /// 1 to 500 of your pictures.
    #[schema(min_items = 1, max_items = 500)]
    ids: Option<Vec<Uuid>>,
    /// All of your pictures that pass, at most 10,000.
    filter: Option<ImageFilterBody>,
    #[schema(example = true)]
    is_favorite: bool,
}

/// What came of a change of many pictures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkDoneBody {
    /// Pictures that changed; those that were so already do not count.
    #[schema(example = 42)]
    changed: u64,
    /// For `POST /api/undo/{token}`; `null` when nothing changed.
    undo_token: Option<Uuid>,
    /// Until when it can be taken back.
    undo_expires_at: Option<DateTime<Utc>>,
}

impl From<BulkDone> for BulkDoneBody {
    fn from(done: BulkDone) -> Self {
        Self {
            changed: done.changed,
            undo_token: done.undo.map(|undo| undo.token),
            undo_expires_at: done.undo.map(|undo| undo.expires_at),
        }
    }
}

impl ImageFilterBody {
    /// The same words as in an address.
    fn pairs(self) -> FormPairs {
        let mut pairs = FormPairs::default();
        let texts = [
            ("q", self.q),
            ("from", self.from),
            ("to", self.to),
            ("model_id", self.model_id),
            ("project_id", self.project_id.map(|id| id.to_string())),
            ("aspect", self.aspect),
            ("resolution", self.resolution),
            ("rating", self.rating.map(|stars| stars.to_string())),
            ("kind", self.kind),
            ("favorites", self.favorites.then(|| "true".to_owned())),
        ];
        for (name, text) in texts {
            pairs.push(name, text.unwrap_or_default());
        }
        for tag in self.tags {
            pairs.push("tag", tag);
        }
        pairs
    }
}

fn chosen(ids: Option<Vec<Uuid>>, filter: Option<ImageFilterBody>) -> Result<Chosen> {
    match (ids, filter) {
        (Some(ids), None) => Ok(Chosen::Ids(ids.into_iter().map(ImageId).collect())),
        (None, Some(filter)) => match read_filter(&filter.pairs()) {
            Ok(filter) => Ok(Chosen::Filter(Box::new(filter))),
            Err(Error::App(error)) => Err(Error::App(error.within("filter"))),
            Err(error) => Err(error),
        },
        _ => Err(Error::invalid(
            "ids",
            "Say which pictures: either by ids or by a filter.",
        )),
    }
}

async fn change(state: &AppState, user_id: UserId, chosen: Chosen, change: BulkChange) -> Result<Answer<BulkDoneBody>> {
    let done = images::change_many(&state.app, user_id, &chosen, &change).await?;
    Ok(Answer(done.into()))
}

/// Move many pictures to the trash. Those that are there already do not count.
#[utoipa::path(
    post, path = "/api/images/bulk-delete", operation_id = "delete_images", tag = "images",
    request_body = BulkDeleteBody,
    responses(
        (status = 200, description = "They are in the trash.", body = BulkDoneBody),
        (status = 404, description = "One of the pictures is not yours; nothing was changed.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was changed.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<BulkDeleteBody>,
) -> Result<Answer<BulkDoneBody>> {
    change(&state, user.id, chosen(body.ids, body.filter)?, BulkChange::Trash).await
}

/// Move many pictures to a project, or out of all.
#[utoipa::path(
    post, path = "/api/images/bulk-move", operation_id = "move_images", tag = "images",
    request_body = BulkMoveBody,
    responses(
        (status = 200, description = "They are moved.", body = BulkDoneBody),
        (status = 404, description = "One of the pictures is not yours; nothing was changed.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was changed.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn move_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<BulkMoveBody>,
) -> Result<Answer<BulkDoneBody>> {
    let to = BulkChange::Move(body.project_id.map(ProjectId));
    change(&state, user.id, chosen(body.ids, body.filter)?, to).await
}

/// Give many pictures tags, and take others away.
#[utoipa::path(
    post, path = "/api/images/bulk-tag", operation_id = "tag_images", tag = "images",
    request_body = BulkTagBody,
    responses(
        (status = 200, description = "They are tagged.", body = BulkDoneBody),
        (status = 404, description = "One of the pictures is not yours; nothing was changed.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was changed.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn tag_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<BulkTagBody>,
) -> Result<Answer<BulkDoneBody>> {
    let tags = BulkChange::Tag {
        add: body.add,
        remove: body.remove,
    };
    change(&state, user.id, chosen(body.ids, body.filter)?, tags).await
}

/// Mark many pictures as favourites, or take the mark away.
#[utoipa::path(
    post, path = "/api/images/bulk-favorite", operation_id = "favorite_images", tag = "images",
    request_body = BulkFavoriteBody,
    responses(
        (status = 200, description = "They are marked.", body = BulkDoneBody),
        (status = 404, description = "One of the pictures is not yours; nothing was changed.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; nothing was changed.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn favorite_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<BulkFavoriteBody>,
) -> Result<Answer<BulkDoneBody>> {
    change(
        &state,
        user.id,
        chosen(body.ids, body.filter)?,
        BulkChange::Favorite(body.is_favorite),
    )
    .await
}
