//! `/collections/new` and `/collections/{id}/edit`: the form for a collection.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::collections::{self, CollectionRequest, CollectionView};
use studio_model::{CollectionId, PageLimit, UserId};

use super::convert::{ModelNames, image_tile};
use super::form::{chosen, complaints, seen, version};
use super::frame::PageRequest;
use super::respond;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::views::{CollectionFormPage, CollectionValues, FieldError, FormErrors, View};
use crate::{AppState, Error, paths};

/// Pictures that are offered as a cover.
const COVERS: u16 = 48;

/// Which collection the form is for, and the version that is changed, as text.
type Target = (Option<CollectionId>, String);

/// `GET /collections/new`
pub(crate) async fn show_new(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    let page = form(&state, user.id, (None, String::new()), CollectionValues::default(), &[]).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /collections/new`
pub(crate) async fn create(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    pairs: FormPairs,
) -> Result<Response> {
    let values = read(&pairs);
    let error = match wanted(&values) {
        Err(error) => error,
        Ok(wanted) => match collections::create(&state.app, user.id, wanted).await {
            Ok(made) => return Ok(Redirect::to(&paths::collection(&made.id.to_string())).into_response()),
            Err(error) => Error::from(error),
        },
    };
    refused(&state, &request, user.id, (None, String::new()), values, error).await
}

/// `GET /collections/{id}/edit`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<CollectionId>,
) -> Result<Response> {
    let collection = collections::find(&state.app, user.id, id).await?;
    let target = (Some(id), version(collection.updated_at));
    let page = form(&state, user.id, target, write(&collection), &[]).await?;
    answer(&state, &request, StatusCode::OK, &page)
}

/// `POST /collections/{id}/edit`: the field `version` is the version that was seen.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<CollectionId>,
    pairs: FormPairs,
) -> Result<Response> {
    // Somebody else's is not found, whatever the form says.
    collections::find(&state.app, user.id, id).await?;
    let (values, version) = (read(&pairs), pairs.get("version").to_owned());
    let error = match wanted(&values).and_then(|wanted| Ok((wanted, seen(&version)?))) {
        Err(error) => error,
        Ok((wanted, seen)) => match collections::update(&state.app, user.id, id, seen, wanted).await {
            Ok(_) => return Ok(Redirect::to(&paths::collection(&id.to_string())).into_response()),
            Err(error) => Error::from(error),
        },
    };
    refused(&state, &request, user.id, (Some(id), version), values, error).await
}

fn read(pairs: &FormPairs) -> CollectionValues {
    CollectionValues {
        name: pairs.get("name").to_owned(),
        description: pairs.get("description").to_owned(),
        cover_image_id: pairs.get("cover_image_id").to_owned(),
        is_public: pairs.get("is_public") == "true",
    }
}

fn write(collection: &CollectionView) -> CollectionValues {
    CollectionValues {
        name: collection.name.clone(),
        description: collection.description.clone(),
        cover_image_id: collection.cover_image_id.map(|id| id.to_string()).unwrap_or_default(),
        is_public: collection.is_public,
    }
}

/// # Errors
/// The control whose text makes no sense.
fn wanted(values: &CollectionValues) -> Result<CollectionRequest> {
    Ok(CollectionRequest {
        name: values.name.clone(),
        description: values.description.clone(),
        cover_image_id: chosen("cover_image_id", &values.cover_image_id)?,
        is_public: values.is_public,
    })
}

/// The form again, with what the user can mend.
///
/// # Errors
/// Anything else.
async fn refused(
    state: &AppState,
    request: &PageRequest,
    user_id: UserId,
    target: Target,
    values: CollectionValues,
    error: Error,
) -> Result<Response> {
    let info = ErrorInfo::for_form(error)?;
    let page = form(state, user_id, target, values, &complaints(&info)).await?;
    answer(state, request, info.status, &page)
}

async fn form(
    state: &AppState,
    user_id: UserId,
    (id, version): Target,
    values: CollectionValues,
    errors: &[FieldError],
) -> Result<CollectionFormPage> {
    let names = ModelNames::load(&state.app);
    let limit = PageLimit::new(COVERS).unwrap_or_default();
    let covers = match id {
        Some(id) => collections::list_images(&state.app, user_id, id, None, limit).await?,
        None => Vec::new(),
    };
    Ok(CollectionFormPage {
        id: id.map(|id| id.to_string()).unwrap_or_default(),
        version,
        values,
        errors: FormErrors::sort(&CollectionFormPage::CONTROLS, errors),
        covers: covers.iter().map(|placed| image_tile(&placed.image, &names)).collect(),
    })
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &CollectionFormPage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}
