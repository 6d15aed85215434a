//! What an owner says about a picture: `POST /images/{id}`, `/images/{id}/favorite` and `/images/{id}/rate`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::images::{self, DetailsRequest, ImageView};
use studio_model::{ImageId, ProjectId};

use super::convert::{ModelNames, image_tile};
use super::form::{seen, split_tags, version};
use super::frame::PageRequest;
use super::signed_in::SignedInPage;
use super::{image, next, respond};
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::views::{DetailsForm, ImagePage, image_partial};
use crate::{AppState, Error, paths};

/// `POST /images/{id}`: the field `version` is the version that was seen. Mark, rating and project stay.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    form: FormPairs,
) -> Result<Response> {
    let before = images::find(&state.app, user.id, id).await?;
    let wanted = DetailsRequest {
        name: form.get("name").to_owned(),
        alt_text: form.get("alt_text").to_owned(),
        notes: form.get("notes").to_owned(),
        tags: split_tags(form.get("tags")),
        rating: before.rating.map(i64::from),
        is_favorite: before.is_favorite,
        project_id: before.project_id.map(ProjectId),
    };
    let seen_at = seen(form.get("version"))?;
    let error = match images::update(&state.app, user.id, id, seen_at, wanted).await {
        Ok(_) => return Ok(Redirect::to(&paths::image(&id.to_string())).into_response()),
        Err(error) => Error::from(error),
    };
    let info = ErrorInfo::mendable(&error).ok_or(error)?;
    let page = image::load(&state, user.id, id).await?;
    let status = info.status;
    respond::with_status(status, &state, &request, &refused(page, &form, info))
}

/// The page with what was typed, and why it cannot be taken.
fn refused(page: ImagePage, form: &FormPairs, info: ErrorInfo) -> ImagePage {
    let typed = |name: &str| form.get(name).to_owned();
    let errors = info
        .errors
        .iter()
        .map(|error| (error.field.clone(), error.message.clone()));
    let details = DetailsForm {
        name: typed("name"),
        alt_text: typed("alt_text"),
        tags: typed("tags"),
        notes: typed("notes"),
        errors: errors.collect(),
        ..page.details.clone()
    };
    let problem = info.errors.is_empty().then_some(info.detail);
    ImagePage {
        details,
        problem,
        ..page
    }
}

/// `POST /images/{id}/favorite`: the field `is_favorite` is `true` or `false`.
pub(crate) async fn favorite(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    headers: HeaderMap,
    form: FormPairs,
) -> Result<Response> {
    let wanted = form.get("is_favorite") == "true";
    let image = images::set_favorite(&state.app, user.id, id, wanted).await?;
    answer(&state, &request, &headers, &image).await
}

/// `POST /images/{id}/rate`: the field `rating` is 1 to 5, or 0 for none.
pub(crate) async fn rate(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<ImageId>,
    headers: HeaderMap,
    form: FormPairs,
) -> Result<Response> {
    let stars = form.get("rating").parse();
    let stars: i64 = stars.map_err(|_| Error::invalid("rating", "Use 1 to 5, or 0 for none."))?;
    let image = images::set_rating(&state.app, user.id, id, Some(stars).filter(|stars| *stars != 0)).await?;
    answer(&state, &request, &headers, &image).await
}

/// The marks in their new state; the page again where there is no script.
async fn answer(state: &AppState, request: &PageRequest, headers: &HeaderMap, image: &ImageView) -> Result<Response> {
    if !request.is_part {
        return Ok(next::back(headers, &paths::image(&image.id.to_string())).into_response());
    }
    let tile = image_tile(image, &ModelNames::load(&state.app));
    let html = image_partial(&state.templates, &request.frame, &tile, &version(image.updated_at))?;
    Ok(respond::html_response(StatusCode::OK, html))
}
