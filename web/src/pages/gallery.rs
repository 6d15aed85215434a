//! `/gallery`

use axum::extract::State;
use axum::response::Response;
use studio_app::images::{self, ImageFilter};
use studio_model::{ImageId, PageLimit, UserId};

use super::convert::{ModelNames, image_tile};
use super::respond;
use super::signed_in::SignedInPage;
use crate::AppState;
use crate::error::Result;
use crate::extract::{QueryPairs, parse_cursor};
use crate::views::GalleryPage;

/// Tiles of a page: rows of 2, 3, 4 and 6 come out even.
const TILES: u16 = 48;

/// `GET /gallery`: the pictures, newest first.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let after = parse_cursor(query.get("cursor"))?;
    let limit = PageLimit::new(TILES).unwrap_or_default();
    let images = images::list(&state.app, user.id, &ImageFilter::default(), after, limit).await?;
    let total = images::count(&state.app, user.id).await?;
    let names = ModelNames::load(&state.app).await?;
    let tiles = images.items.iter().map(|image| image_tile(image, &names)).collect();
    let next_cursor = images.next.map(|cursor| cursor.to_string());
    let page = query.get("page").parse().unwrap_or(1);
    let page = GalleryPage {
        trashed: trashed(&state, user.id, query.get("trashed")).await?,
        ..GalleryPage::new(tiles, next_cursor, total, page)
    };
    respond::page(&state, &request, &page)
}

/// The picture that the address says was thrown away, if it still is.
async fn trashed(state: &AppState, user_id: UserId, id: &str) -> Result<Option<String>> {
    let Ok(id) = id.parse::<ImageId>() else {
        return Ok(None);
    };
    let is_trashed = images::is_trashed(&state.app, user_id, id).await?;
    Ok(is_trashed.then(|| id.to_string()))
}
