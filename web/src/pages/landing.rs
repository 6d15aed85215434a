//! `/`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::models;

use super::convert::model_card;
use super::frame::PageRequest;
use super::respond::html_response;
use crate::error::Result;
use crate::views::{LandingPage, View};
use crate::{AppState, paths};

/// `GET /`: what the studio is, for visitors; who is signed in goes on to work.
pub(crate) async fn show(State(state): State<AppState>, request: PageRequest) -> Result<Response> {
    if request.frame.user.is_some() {
        return Ok(Redirect::to(paths::GENERATE).into_response());
    }
    let models = models::list(&state.app).await?;
    let page = LandingPage {
        images: Vec::new(),
        models: models.iter().map(model_card).collect(),
    };
    Ok(html_response(
        StatusCode::OK,
        page.render(&state.templates, &request.frame)?,
    ))
}
