//! `/trash`: what was thrown away, the way back and the end.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::User;
use studio_app::images;
use studio_model::{Cursor, ImageId, PageLimit};

use super::convert::{ModelNames, image_tile};
use super::frame::PageRequest;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{PathId, QueryPairs, parse_cursor};
use crate::views::{TrashPage, View};
use crate::{AppState, Error, paths};

/// Pictures of a page.
const SHOWN: u16 = 48;

/// `GET /trash`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let page = TrashPage {
        kept: query.get("kept").parse().unwrap_or(0),
        ..load(&state, &user, parse_cursor(query.get("cursor"))?).await?
    };
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /images/{id}/delete`: leads to the gallery, which offers the way back.
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<ImageId>,
) -> Result<Redirect> {
    images::move_to_trash(&state.app, user.id, id).await?;
    Ok(Redirect::to(&paths::gallery_after_delete(&id.to_string())))
}

/// `POST /images/{id}/restore`
pub(crate) async fn restore(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<ImageId>,
) -> Result<Redirect> {
    images::restore(&state.app, user.id, id).await?;
    Ok(Redirect::to(&paths::image(&id.to_string())))
}

/// `POST /images/{id}/purge`
pub(crate) async fn purge(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
) -> Result<Response> {
    let error = match images::purge(&state.app, user.id, id).await {
        Ok(()) => return Ok(Redirect::to(paths::TRASH).into_response()),
        Err(error @ studio_app::Error::Conflict(_)) => Error::from(error),
        Err(error) => return Err(error.into()),
    };
    let info = ErrorInfo::from(&error);
    let page = TrashPage {
        problem: Some(info.detail),
        ..load(&state, &user, None).await?
    };
    answer(&state, &request, info.status, &page)
}

/// `POST /trash/empty`
pub(crate) async fn empty(State(state): State<AppState>, SignedInPage { user, .. }: SignedInPage) -> Result<Redirect> {
    let emptied = images::empty_trash(&state.app, user.id).await?;
    Ok(Redirect::to(&match emptied.left {
        0 => paths::TRASH.to_owned(),
        kept => paths::trash_emptied(kept),
    }))
}

async fn load(state: &AppState, user: &User, after: Option<Cursor>) -> Result<TrashPage> {
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let images = images::list_trash(&state.app, user.id, after, limit).await?;
    let names = ModelNames::load(&state.app);
    Ok(TrashPage {
        tiles: images.items.iter().map(|image| image_tile(image, &names)).collect(),
        next_href: images.next.map(|cursor| paths::trash_after(&cursor.to_string())),
        total: images::count_trash(&state.app, user.id).await?,
        days: state.app.config.retention.trash_days,
        kept: 0,
        problem: None,
    })
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &TrashPage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}
