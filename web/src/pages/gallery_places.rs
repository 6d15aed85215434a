//! `GET /gallery/places`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use studio_app::{collections, images};

use super::respond;
use super::signed_in::SignedInPage;
use crate::AppState;
use crate::error::Result;
use crate::views::GalleryPlaces;

/// Where pictures of the gallery can be dropped: a part of it, asked for when something is dragged.
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    let facets = images::list_facets(&state.app, user.id).await?;
    let collections = collections::list_names(&state.app, user.id).await?;
    let places = GalleryPlaces {
        projects: facets
            .projects
            .into_iter()
            .map(|(id, name)| (id.to_string(), name))
            .collect(),
        collections: collections
            .into_iter()
            .map(|(id, name)| (id.to_string(), name))
            .collect(),
    };
    let html = places.render_part(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}
