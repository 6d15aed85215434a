//! `/gallery`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::images::{self, ImageFilter};
use studio_model::{ImageId, ImageSort, PageLimit, SortOrder, UserId};
use uuid::Uuid;

use super::convert::{ModelNames, image_tile};
use super::frame::PageRequest;
use super::gallery_filter;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::image_query::{read_cursor, read_filter, read_sort};
use crate::views::{GalleryFilter, GalleryPage, UndoOffer};
use crate::{AppState, paths};

/// Tiles of a page: rows of 2, 3, 4 and 6 come out even.
const TILES: u16 = 48;

/// What is listed, and in which order.
type Asked = (ImageFilter, (ImageSort, SortOrder));

/// `GET /gallery`: the pictures that the address limits the list to, in its order.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    // A form sends its empty fields too; the address of a list that is kept has none.
    let address = gallery_filter::pairs(&query);
    let has_empty = |(name, value): (&str, &str)| gallery_filter::is_known(name) && value.is_empty();
    if !request.is_part && query.iter().any(has_empty) {
        return Ok(Redirect::to(&paths::gallery_of(&address)).into_response());
    }
    let (asked, problem) = read(&query)?;
    if request.is_part {
        // What comes under the pictures that are there already: nothing is counted again.
        let (page, _) = tiles(&state, user.id, &query, &address, &asked).await?;
        return respond::page(&state, &request, &page);
    }
    let page = GalleryPage {
        undo: undo_offer(&state, user.id, &query).await?,
        trashed: trashed(&state, user.id, query.get("trashed")).await?,
        ..list(&state, user.id, &query, &address, asked).await?
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
    user_id: UserId,
    form: &FormPairs,
    (status, problem): (StatusCode, String),
) -> Result<Response> {
    let (asked, _) = read(form)?;
    let page = GalleryPage {
        problem: Some(problem),
        ..list(state, user_id, form, &gallery_filter::pairs(form), asked).await?
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

/// What the address asks for. Where it makes no sense: everything, and what is wrong with it.
fn read(query: &FormPairs) -> Result<(Asked, Option<String>)> {
    let asked = read_filter(query).and_then(|filter| Ok((filter, read_sort(query)?)));
    match asked {
        Ok(asked) => Ok((asked, None)),
        Err(error) => {
            let info = ErrorInfo::mendable(&error).ok_or(error)?;
            let usual = (ImageFilter::default(), (ImageSort::Date, SortOrder::Descending));
            Ok((usual, Some(info.sentence())))
        }
    }
}

/// The page with its filter.
async fn list(
    state: &AppState,
    user_id: UserId,
    query: &FormPairs,
    address: &[(String, String)],
    asked: Asked,
) -> Result<GalleryPage> {
    let (page, names) = tiles(state, user_id, query, address, &asked).await?;
    let (filter, by) = asked;
    let facets = images::list_facets(&state.app, user_id).await?;
    Ok(GalleryPage {
        total: images::count_filtered(&state.app, user_id, &filter).await?,
        select_href: paths::gallery_of(&gallery_filter::toggled(address)),
        here: paths::gallery_of(address),
        address: address.to_vec(),
        filter: GalleryFilter {
            sort: by.0.as_str().to_owned(),
            order: by.1.as_str().to_owned(),
            ..gallery_filter::filter(query, address, &facets, &names)
        },
        ..page
    })
}

/// The pictures of the page and where the next ones are; neither counted nor filtered further.
async fn tiles(
    state: &AppState,
    user_id: UserId,
    query: &FormPairs,
    address: &[(String, String)],
    (filter, by): &Asked,
) -> Result<(GalleryPage, ModelNames)> {
    let limit = PageLimit::new(TILES).unwrap_or_default();
    let after = read_cursor(query)?;
    let images = images::list_sorted(&state.app, user_id, filter, *by, after.as_ref(), limit).await?;
    let names = ModelNames::load(&state.app);
    let tiles = images.items.iter().map(|image| image_tile(image, &names)).collect();
    let next_cursor = images.next.map(|cursor| cursor.to_string());
    let number: u32 = query.get("page").parse().unwrap_or(1).max(1);
    let next_href = next_cursor
        .as_deref()
        .map(|cursor| paths::gallery_page(address, cursor, number.saturating_add(1)));
    let page = GalleryPage {
        next_href,
        is_selecting: query.get("select") == "1",
        ..GalleryPage::new(tiles, next_cursor, 0, number)
    };
    Ok((page, names))
}

/// The picture that the address says was thrown away, if it still is.
async fn trashed(state: &AppState, user_id: UserId, id: &str) -> Result<Option<String>> {
    let Ok(id) = id.parse::<ImageId>() else {
        return Ok(None);
    };
    let is_trashed = images::is_trashed(&state.app, user_id, id).await?;
    Ok(is_trashed.then(|| id.to_string()))
}
