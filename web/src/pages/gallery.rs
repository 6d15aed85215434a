//! `/gallery`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::images;
use studio_model::{ImageId, UserId};
use uuid::Uuid;

use super::frame::PageRequest;
use super::gallery_filter;
use super::gallery_list::{List, read};
use super::reader::Reader;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::extract::{FormPairs, QueryPairs};
use crate::views::{GalleryPage, UndoOffer};
use crate::{AppState, paths};

/// `GET /gallery`: the pictures that the address limits the list to, in its order and its look.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    reader: Reader,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    // A form sends its empty fields too; the address of a list that is kept has none.
    let address = gallery_filter::pairs(&query);
    let has_empty = |(name, value): (&str, &str)| gallery_filter::is_known(name) && value.is_empty();
    if !request.is_part && query.iter().any(has_empty) {
        return Ok(Redirect::to(&paths::gallery_of(&address)).into_response());
    }
    let (asked, problem) = read(&query)?;
    let list = List {
        state: &state,
        user_id: user.id,
        reader,
        query: &query,
        asked,
        is_part: request.is_part,
    };
    if request.is_part {
        // What comes under the pictures that are there already: nothing is counted again.
        let (page, _) = list.tiles(&address).await?;
        return respond::page(&state, &request, &page);
    }
    let page = GalleryPage {
        undo: undo_offer(&state, user.id, &query).await?,
        trashed: trashed(&state, user.id, query.get("trashed")).await?,
        ..list.page().await?
    };
    let status = if problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    respond::with_status(status, &state, &request, &GalleryPage { problem, ..page })
}

/// The list with what is wrong with a change of its pictures; the fields of the form are those of the address.
pub(super) async fn refuse(
    state: &AppState,
    request: &PageRequest,
    (user_id, reader): (UserId, Reader),
    form: &FormPairs,
    (status, problem): (StatusCode, String),
) -> Result<Response> {
    let (asked, _) = read(form)?;
    let list = List {
        state,
        user_id,
        reader,
        query: form,
        asked,
        is_part: false,
    };
    let page = GalleryPage {
        problem: Some(problem),
        ..list.page().await?
    };
    respond::with_status(status, state, request, &page)
}

/// What the address says was changed, if it can be taken back.
async fn undo_offer(state: &AppState, user_id: UserId, query: &FormPairs) -> Result<Option<UndoOffer>> {
    let changed = query.get("changed").parse::<u64>();
    let (Ok(changed), Ok(token)) = (changed, query.get("undo").parse::<Uuid>()) else {
        return Ok(None);
    };
    let can_undo = images::can_undo(&state.app, user_id, token).await?;
    Ok(can_undo.then(|| UndoOffer {
        token: token.to_string(),
        changed,
    }))
}

/// The picture that the address says was thrown away, if it still is.
async fn trashed(state: &AppState, user_id: UserId, id: &str) -> Result<Option<String>> {
    let Ok(id) = id.parse::<ImageId>() else {
        return Ok(None);
    };
    let is_trashed = images::is_trashed(&state.app, user_id, id).await?;
    Ok(is_trashed.then(|| id.to_string()))
}
