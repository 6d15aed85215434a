//! `/reset-password`: what a mail leads to.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts;

use super::form::complaints;
use super::frame::PageRequest;
use super::respond;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::views::{ResetPasswordPage, View};
use crate::{AppState, Error, cookies, paths};

/// `GET /reset-password`
pub(crate) async fn show(
    State(state): State<AppState>,
    request: PageRequest,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    answer(
        &state,
        &request,
        StatusCode::OK,
        &ResetPasswordPage::new(query.get("token"), &[]),
    )
}

/// `POST /reset-password`: leads to the form to log in.
pub(crate) async fn submit(State(state): State<AppState>, request: PageRequest, form: FormPairs) -> Result<Response> {
    let (token, password) = (form.get("token"), form.get("password").to_owned());
    let error = match accounts::reset_password(&state.app, token, password, request.frame.lang.into()).await {
        Ok(()) => {
            let log_in = Redirect::to(&paths::log_in_after_reset());
            return Ok((cookies::forget(&state.app.config), log_in).into_response());
        }
        Err(error) => Error::App(error),
    };
    let info = ErrorInfo::for_form(error)?;
    let page = ResetPasswordPage::new(token, &complaints(&info));
    answer(&state, &request, info.status, &page)
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &ResetPasswordPage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::secret(status, html))
}
