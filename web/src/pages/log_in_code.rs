//! `/login/code`: the second step of a log-in.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts;

use super::form::complaints;
use super::frame::PageRequest;
use super::{next, respond};
use crate::auth::Browser;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::views::{FieldError, LogInCodePage, View};
use crate::{AppState, Error, cookies, paths};

/// `GET /login/code`: for a browser that is between the two steps; others begin with the first.
pub(crate) async fn show(
    State(state): State<AppState>,
    request: PageRequest,
    headers: HeaderMap,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let step = cookies::step_token(&state.app.config, &headers);
    let is_half_way = match &step {
        Some(step) => accounts::find_log_in_step(&state.app, step).await?,
        None => false,
    };
    if !is_half_way {
        return Ok(Redirect::to(paths::LOGIN).into_response());
    }
    answer(
        &state,
        &request,
        StatusCode::OK,
        &LogInCodePage::new(query.get("next"), &[]),
    )
}

/// `POST /login/code`: the field `code`, or `recovery_code`.
pub(crate) async fn submit(
    State(state): State<AppState>,
    request: PageRequest,
    Browser(client): Browser,
    headers: HeaderMap,
    form: FormPairs,
) -> Result<Response> {
    let config = &state.app.config;
    let (step, replaces) = (
        cookies::step_token(config, &headers),
        cookies::session_token(config, &headers),
    );
    let control = if form.get("recovery_code").is_empty() {
        "code"
    } else {
        "recovery_code"
    };
    let code = form.get(control);
    let result = accounts::log_in_with_code(&state.app, step.as_ref(), code, &client, replaces.as_ref()).await;
    let error = match result {
        Ok(signed_in) => {
            let cookies = cookies::keep_after_step(config, &signed_in.token);
            return Ok((cookies, next::go_on(form.get("next"), paths::GENERATE)).into_response());
        }
        Err(error) => Error::App(error),
    };
    let info = ErrorInfo::for_form(error)?;
    let at_control = |error: FieldError| match error.field.as_str() {
        "code" => FieldError::new(control, error.message),
        _ => error,
    };
    let errors: Vec<FieldError> = complaints(&info).into_iter().map(at_control).collect();
    answer(
        &state,
        &request,
        info.status,
        &LogInCodePage::new(form.get("next"), &errors),
    )
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, page: &LogInCodePage) -> Result<Response> {
    let html = page.render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}
