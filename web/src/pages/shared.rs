//! `/s/{token}` and `/embed/{token}`: what a link shows, for anybody who has it.
//!
//! Every reason for which a link shows nothing gives the same page. Addresses hold the token, so no other site is told them.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::images::ImageView;
use studio_app::shares::{self, OpenLink, Opened, ShareTarget};
use studio_model::{Cursor, ImageId, PageLimit};

use super::frame::PageRequest;
use super::respond;
use super::shared_page::{embed_page, image_page, project_page};
use crate::csp::Embeddable;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::share_visitor::{ShareVisitor, keep_key};
use crate::views::{EmbedPage, GoneSharePage, LockedSharePage, View};
use crate::{AppState, Error, paths};

pub(crate) const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");

/// Tiles of a page: rows of 2, 3, 4 and 6 come out even.
const TILES: u16 = 48;
/// Pictures of a project inside a page of another site.
const EMBEDDED: u16 = 12;

/// `GET /s/{token}`: the picture, or the project with its pictures.
pub(crate) async fn show(
    State(state): State<AppState>,
    request: PageRequest,
    visitor: ShareVisitor,
    PathId(token): PathId<String>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let after = parse_cursor(query.get("cursor"))?;
    let page = match follow(&state, &visitor, &token).await {
        Ok(Opened::Open(link)) => {
            let page = whole(&state, &request, &link, after).await;
            if page.is_ok() {
                visitor.count(&state, &link).await?;
            }
            page
        }
        Ok(Opened::Locked) => locked(&state, &request, &token, StatusCode::OK, None),
        Err(error) => Err(error),
    };
    or_gone(&state, &request, page)
}

/// `GET /s/{token}/images/{id}`: one picture of the project.
pub(crate) async fn show_image(
    State(state): State<AppState>,
    request: PageRequest,
    visitor: ShareVisitor,
    PathId((token, id)): PathId<(String, ImageId)>,
) -> Result<Response> {
    let page = match follow(&state, &visitor, &token).await {
        Ok(Opened::Open(link)) => one(&state, &request, &link, id).await,
        Ok(Opened::Locked) => Ok(Redirect::to(&paths::shared(&token)).into_response()),
        Err(error) => Err(error),
    };
    or_gone(&state, &request, page)
}

/// `POST /s/{token}/unlock`: the field `password`.
pub(crate) async fn unlock(
    State(state): State<AppState>,
    request: PageRequest,
    visitor: ShareVisitor,
    PathId(token): PathId<String>,
    pairs: FormPairs,
) -> Result<Response> {
    let password = pairs.get("password").to_owned();
    let error = match shares::unlock(&state.app, &token, password, Some(visitor.ip.network())).await {
        Ok(key) => {
            let cookie = keep_key(&state.app.config, &token, &key);
            return Ok((cookie, Redirect::to(&paths::shared(&token))).into_response());
        }
        Err(error) => Error::from(error),
    };
    let page = match ErrorInfo::for_form(error) {
        Ok(info) => locked(&state, &request, &token, info.status, Some(info.sentence())),
        Err(error) => Err(error),
    };
    or_gone(&state, &request, page)
}

/// `GET /embed/{token}`: the link inside a page of another site, which gets no cookies; so one with a password shows nothing.
pub(crate) async fn embed(
    State(state): State<AppState>,
    request: PageRequest,
    visitor: ShareVisitor,
    PathId(token): PathId<String>,
) -> Result<Response> {
    let found = match follow(&state, &visitor, &token).await {
        Ok(Opened::Open(link)) => embedded(&state, &link).await,
        Ok(Opened::Locked) => Err(studio_app::Error::NotFound.into()),
        Err(error) => Err(error),
    };
    let (status, page) = match found {
        Ok(page) => (StatusCode::OK, page),
        Err(Error::App(studio_app::Error::NotFound)) => (StatusCode::NOT_FOUND, EmbedPage::nothing()),
        Err(error) => return Err(error),
    };
    let html = page.render(&state.templates, &request.frame)?;
    let mut response = discreet(respond::html_response(status, html), false);
    response.extensions_mut().insert(Embeddable);
    Ok(response)
}

async fn follow(state: &AppState, visitor: &ShareVisitor, token: &str) -> Result<Opened> {
    Ok(shares::open(&state.app, token, &visitor.of(&state.app.config, token)).await?)
}

async fn whole(state: &AppState, request: &PageRequest, link: &OpenLink, after: Option<Cursor>) -> Result<Response> {
    if let ShareTarget::Image(id) = link.target {
        return one(state, request, link, id).await;
    }
    let project = link.project(&state.app).await?;
    let limit = PageLimit::new(TILES).unwrap_or_default();
    let images = link.images(&state.app, after, limit).await?;
    let page = project_page(state, link, &project, &images);
    respond_with(state, request, link, &page)
}

async fn one(state: &AppState, request: &PageRequest, link: &OpenLink, id: ImageId) -> Result<Response> {
    let image = link.image(&state.app, id).await?;
    let beside = link.beside(&state.app, &image).await?;
    let page = image_page(state, link, &image, beside);
    respond_with(state, request, link, &page)
}

async fn embedded(state: &AppState, link: &OpenLink) -> Result<EmbedPage> {
    let (title, images): (String, Vec<ImageView>) = match link.target {
        ShareTarget::Image(id) => (String::new(), vec![link.image(&state.app, id).await?]),
        ShareTarget::Project(_) => {
            let limit = PageLimit::new(EMBEDDED).unwrap_or_default();
            let project = link.project(&state.app).await?;
            (project.name, link.images(&state.app, None, limit).await?.items)
        }
    };
    Ok(embed_page(link, title, &images))
}

fn respond_with(state: &AppState, request: &PageRequest, link: &OpenLink, page: &impl View) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(discreet(
        respond::html_response(StatusCode::OK, html),
        link.allows_indexing,
    ))
}

fn locked(
    state: &AppState,
    request: &PageRequest,
    token: &str,
    status: StatusCode,
    error: Option<String>,
) -> Result<Response> {
    let token = token.to_owned();
    let html = LockedSharePage { token, error }.render(&state.templates, &request.frame)?;
    Ok(discreet(respond::html_response(status, html), false))
}

/// The page for links that show nothing, in the place of that error.
fn or_gone(state: &AppState, request: &PageRequest, page: Result<Response>) -> Result<Response> {
    match page {
        Err(Error::App(studio_app::Error::NotFound)) => {
            let html = GoneSharePage {}.render(&state.templates, &request.frame)?;
            Ok(discreet(respond::html_response(StatusCode::NOT_FOUND, html), false))
        }
        page => page,
    }
}

/// Tells no other site the address, and no search engine the page unless it may be listed.
fn discreet(mut response: Response, is_indexed: bool) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if !is_indexed {
        headers.insert(X_ROBOTS_TAG, HeaderValue::from_static("noindex"));
    }
    response
}
