//! `/collections`: boards of pictures, and what is on one.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::collections::{self, CollectionView, Direction};
use studio_app::images::{self, ImageFilter};
use studio_model::{CollectionId, ImageId, PageLimit, UserId};

use super::convert::{ModelNames, image_tile};
use super::form::ticked;
use super::respond;
use super::signed_in::SignedInPage;
use crate::api::parse_position;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId, QueryPairs, parse_cursor};
use crate::views::{CollectionCard, CollectionPage, CollectionsPage, ProjectCard, View};
use crate::{AppState, Error, paths};

/// Collections of a page.
const SHOWN: u16 = 24;

/// Pictures of a page: rows of 2, 3, 4 and 6 come out even.
const TILES: u16 = 48;

/// `GET /collections`
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let found = collections::list(&state.app, user.id, parse_cursor(query.get("cursor"))?, limit).await?;
    let page = CollectionsPage {
        collections: found.items.iter().map(card).collect(),
        next_href: found.next.map(|cursor| paths::collections_after(&cursor.to_string())),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `GET /collections/{id}`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<CollectionId>,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let page = whole(&state, user.id, id, query.get("cursor")).await?;
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// `POST /collections/{id}/images`: the fields `image` are pictures; `action` is `add` or `remove`.
pub(crate) async fn change_images(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<CollectionId>,
    pairs: FormPairs,
) -> Result<Response> {
    let chosen = ticked(&pairs, "image");
    let done = if pairs.get("action") == "remove" {
        collections::remove_images(&state.app, user.id, id, &chosen)
            .await
            .map(drop)
    } else {
        collections::add_images(&state.app, user.id, id, &chosen)
            .await
            .map(drop)
    };
    let error = match done {
        Ok(()) => return Ok(Redirect::to(&paths::collection(&id.to_string())).into_response()),
        Err(error) => Error::from(error),
    };
    let info = ErrorInfo::for_form(error)?;
    let status = info.status;
    let page = CollectionPage {
        error: Some(info.sentence()),
        ..whole(&state, user.id, id, "").await?
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

/// `POST /collections/{id}/move`: `image` and where it goes, `to` (`earlier`, `later`, `first`, `last`).
pub(crate) async fn move_image(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<CollectionId>,
    pairs: FormPairs,
) -> Result<Redirect> {
    let image_id: ImageId = pairs.get("image").parse().map_err(|_| studio_app::Error::NotFound)?;
    let direction = match pairs.get("to") {
        "earlier" => Direction::Earlier,
        "later" => Direction::Later,
        "first" => Direction::First,
        "last" => Direction::Last,
        _ => return Err(Error::invalid("to", "Use earlier, later, first or last.")),
    };
    collections::move_image(&state.app, user.id, id, image_id, direction).await?;
    let anchor = format!("{}#image-{image_id}", paths::collection(&id.to_string()));
    Ok(Redirect::to(&anchor))
}

/// `POST /collections/{id}/delete`
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
    PathId(id): PathId<CollectionId>,
) -> Result<Redirect> {
    collections::delete(&state.app, user.id, id).await?;
    Ok(Redirect::to(paths::COLLECTIONS))
}

fn card(collection: &CollectionView) -> CollectionCard {
    CollectionCard {
        id: collection.id.to_string(),
        name: collection.name.clone(),
        description: collection.description.clone(),
        image_count: collection.image_count,
        cover_url: collection.shown_cover_id.map(|id| ProjectCard::cover(&id.to_string())),
        is_public: collection.is_public,
    }
}

async fn whole(state: &AppState, user_id: UserId, id: CollectionId, cursor: &str) -> Result<CollectionPage> {
    let collection = collections::find(&state.app, user_id, id).await?;
    let limit = PageLimit::new(TILES).unwrap_or_default();
    let placed = collections::list_images(&state.app, user_id, id, parse_position(cursor)?, limit).await?;
    let newest = images::list(&state.app, user_id, &ImageFilter::default(), None, limit).await?;
    let names = ModelNames::load(&state.app);
    let next = placed.last().filter(|_| placed.len() >= usize::from(TILES));
    let is_on = |id: ImageId| placed.iter().any(|placed| placed.image.id == id);
    let others = newest.items.iter().filter(|image| !is_on(image.id));
    Ok(CollectionPage {
        collection: card(&collection),
        next_href: next.map(|last| paths::collection_after(&id.to_string(), last.position)),
        others: others.map(|image| image_tile(image, &names)).collect(),
        tiles: placed.iter().map(|placed| image_tile(&placed.image, &names)).collect(),
        is_start: cursor.is_empty(),
        error: None,
    })
}
