//! `GET /api/images/download/{id}`

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::images::{self, OpenedOriginal};
use studio_model::ImageId;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::media::{attachment, find_range, serve_file, unsatisfiable};
use crate::problem::Problem;

/// The untouched original of one of your pictures or videos.
///
/// With an S3 store it redirects to an address that works for five minutes; else the file is sent, whole or the single
/// byte range asked for.
#[utoipa::path(
    get, path = "/api/images/download/{id}", operation_id = "download_image", tag = "images",
    params(("id" = uuid::Uuid, Path, description = "The picture.")),
    responses(
        (status = 200, description = "The file.", content_type = "image/*"),
        (status = 206, description = "A part of the file.", content_type = "image/*"),
        (status = 307, description = "The file is there."),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
        (status = 416, description = "The range lies outside of the file."),
    )
)]
pub(crate) async fn download_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    headers: HeaderMap,
) -> Result<Response> {
    let range = match find_range(&headers) {
        None => None,
        Some(range) => {
            let size_bytes = images::find(&state.app, user.id, id).await?.file_size;
            if !range.fits(size_bytes) {
                return Ok(unsatisfiable(size_bytes));
            }
            Some(range.into())
        }
    };
    match images::open_original(&state.app, user.id, id, range).await? {
        OpenedOriginal::Elsewhere(url) => {
            let not_kept = [(header::CACHE_CONTROL, "private, no-store")];
            Ok((not_kept, Redirect::temporary(url.as_str())).into_response())
        }
        OpenedOriginal::Here { file, file_name } => {
            let mut response = serve_file(file, &headers);
            response
                .headers_mut()
                .insert(header::CONTENT_DISPOSITION, attachment(&file_name));
            Ok(response)
        }
    }
}
