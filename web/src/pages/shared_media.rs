//! `/s/{token}/media/…` and `/s/{token}/originals/…`: files of pictures that a link covers.
//!
//! Browsers ask again before they show a copy, so that what was revoked is gone at once.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::images::OpenedOriginal;
use studio_app::shares::{self, OpenLink, Opened};
use studio_model::ImageId;

use super::shared::X_ROBOTS_TAG;
use crate::AppState;
use crate::error::Result;
use crate::extract::PathId;
use crate::media::{attachment, find_range, parse_name, serve_file, unsatisfiable};
use crate::share_visitor::ShareVisitor;

/// `GET /s/{token}/media/{id}/{size}.{format}`: a thumbnail.
pub(crate) async fn thumbnail(
    State(state): State<AppState>,
    visitor: ShareVisitor,
    PathId((token, id, name)): PathId<(String, ImageId, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let (size, format) = parse_name(&name).ok_or(studio_app::Error::NotFound)?;
    let link = follow(&state, &visitor, &token).await?;
    let file = link.thumbnail(&state.app, id, size, format).await?;
    Ok(asked_again(serve_file(file, &headers), &link))
}

/// `GET /s/{token}/originals/{id}`: the untouched original, whole or a byte range, where the link offers it.
pub(crate) async fn original(
    State(state): State<AppState>,
    visitor: ShareVisitor,
    PathId((token, id)): PathId<(String, ImageId)>,
    headers: HeaderMap,
) -> Result<Response> {
    let link = follow(&state, &visitor, &token).await?;
    let size_bytes = link.image(&state.app, id).await?.file_size;
    let range = find_range(&headers);
    if link.allows_download && range.is_some_and(|range| !range.fits(size_bytes)) {
        return Ok(unsatisfiable(size_bytes));
    }
    match link.original(&state.app, id, range.map(Into::into)).await? {
        OpenedOriginal::Elsewhere(url) => {
            let not_kept = [(header::CACHE_CONTROL, "private, no-store")];
            Ok((not_kept, Redirect::temporary(url.as_str())).into_response())
        }
        OpenedOriginal::Here { file, file_name } => {
            // Its usual name is made of the prompt.
            let ending = file_name.rsplit('.').next().unwrap_or_default();
            let name = if link.shows_prompts {
                file_name.clone()
            } else {
                format!("image-{}.{ending}", &id.0.simple().to_string()[24..])
            };
            let mut response = asked_again(serve_file(file, &headers), &link);
            response
                .headers_mut()
                .insert(header::CONTENT_DISPOSITION, attachment(&name));
            Ok(response)
        }
    }
}

async fn follow(state: &AppState, visitor: &ShareVisitor, token: &str) -> Result<OpenLink> {
    match shares::open(&state.app, token, &visitor.of(&state.app.config, token)).await? {
        Opened::Open(link) => Ok(*link),
        // The page asks for the password.
        Opened::Locked => Err(studio_app::Error::NotFound.into()),
    }
}

fn asked_again(mut response: Response, link: &OpenLink) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if !link.allows_indexing {
        headers.insert(X_ROBOTS_TAG, HeaderValue::from_static("noindex"));
    }
    response
}
