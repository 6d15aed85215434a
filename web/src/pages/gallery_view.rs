//! `POST /gallery/view`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::settings;
use studio_model::GalleryView;

use super::reader::Reader;
use super::signed_in::SignedInPage;
use super::{gallery, gallery_filter};
use crate::error::Result;
use crate::extract::FormPairs;
use crate::{AppState, paths};

/// Shows the list that the other fields say in the way of the field `view`, and keeps that way for the user on all devices.
pub(crate) async fn choose(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    reader: Reader,
    form: FormPairs,
) -> Result<Response> {
    let Some(view) = GalleryView::parse(form.get("view")) else {
        let problem = (StatusCode::UNPROCESSABLE_ENTITY, "Use one of the buttons.".to_owned());
        return gallery::refuse(&state, &request, (user.id, reader), &form, problem).await;
    };
    settings::set_gallery_view(&state.app, user.id, view).await?;
    let mut address = gallery_filter::without(&gallery_filter::pairs(&form), &["view"]);
    address.push(("view".to_owned(), view.to_string()));
    Ok(Redirect::to(&paths::gallery_of(&address)).into_response())
}
