//! Comments on the page of a picture: `POST /images/{id}/comments`, `/comments/{id}` and `/comments/{id}/delete`

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::comments::{self, CommentView};
use studio_model::{CommentId, Cursor, ImageId, PageLimit, UserId};

use super::form::{seen, version};
use super::signed_in::SignedInPage;
use super::{image, respond};
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::views::{CommentLine, Comments, ImagePage, text_parts};
use crate::{AppState, Error, paths};

/// Comments of a page.
const SHOWN: u16 = 20;

/// `POST /images/{id}/comments`: the field `text`.
pub(crate) async fn create(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    pairs: FormPairs,
) -> Result<Response> {
    let error = match comments::create(&state.app, user.id, id, pairs.get("text")).await {
        Ok(_) => return Ok(back(id)),
        Err(error) => Error::from(error),
    };
    let info = ErrorInfo::for_form(error)?;
    let page = image::load(&state, user.id, id).await?;
    let page = ImagePage {
        comments: Comments {
            typed: pairs.get("text").to_owned(),
            error: Some(info.clone().sentence()),
            ..page.comments
        },
        ..page
    };
    respond::with_status(info.status, &state, &request, &page)
}

/// `POST /comments/{id}`: the field `text`, and `version`, the version that was seen.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<CommentId>,
    pairs: FormPairs,
) -> Result<Response> {
    let before = comments::find(&state.app, user.id, id).await?;
    let seen_at = seen(pairs.get("version"))?;
    let error = match comments::update(&state.app, user.id, id, seen_at, pairs.get("text")).await {
        Ok(_) => return Ok(back(before.image_id)),
        Err(error) => Error::from(error),
    };
    let info = ErrorInfo::for_form(error)?;
    let mut page = image::load(&state, user.id, before.image_id).await?;
    let mut refused = CommentLine {
        text: pairs.get("text").to_owned(),
        error: Some(info.clone().sentence()),
        ..line(&before)
    };
    match page.comments.lines.iter_mut().find(|line| line.id == refused.id) {
        Some(place) => std::mem::swap(place, &mut refused),
        // One of an older page.
        None => page.comments.lines.push(refused),
    }
    respond::with_status(info.status, &state, &request, &page)
}

/// `POST /comments/{id}/delete`
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<CommentId>,
) -> Result<Response> {
    Ok(back(comments::delete(&state.app, user.id, id).await?))
}

/// The comments on a picture, from after `after` on.
pub(super) async fn load(state: &AppState, user_id: UserId, id: ImageId, after: Option<Cursor>) -> Result<Comments> {
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let found = comments::list(&state.app, user_id, id, after, limit).await?;
    Ok(Comments {
        count: comments::count(&state.app, id).await?,
        lines: found.items.iter().map(line).collect(),
        older_href: found
            .next
            .map(|cursor| paths::image_comments(&id.to_string(), &cursor.to_string())),
        ..Comments::default()
    })
}

fn line(comment: &CommentView) -> CommentLine {
    CommentLine {
        id: comment.id.to_string(),
        author_name: comment.author_name.clone(),
        is_mine: comment.is_mine,
        parts: text_parts(&comment.text),
        text: comment.text.clone(),
        version: version(comment.updated_at),
        created_at: comment.created_at,
        is_changed: comment.updated_at != comment.created_at,
        error: None,
    }
}

fn back(id: ImageId) -> Response {
    Redirect::to(&format!("{}#comments", paths::image(&id.to_string()))).into_response()
}
