//! `/login`, `/register`, `/logout`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::{self, LogIn, LoggedIn, Register, SignedIn};

use super::form::complaints;
use super::frame::PageRequest;
use super::{next, respond};
use crate::auth::Browser;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::views::{AuthForm, AuthMode};
use crate::{AppState, Error, cookies, paths};

/// `GET /login`
pub(crate) async fn show_log_in(state: State<AppState>, request: PageRequest, query: QueryPairs) -> Result<Response> {
    show(&state, &request, AuthMode::Login, &query)
}

/// `GET /register`
pub(crate) async fn show_register(state: State<AppState>, request: PageRequest, query: QueryPairs) -> Result<Response> {
    show(&state, &request, AuthMode::Register, &query)
}

/// Who is signed in already needs no form.
fn show(state: &AppState, request: &PageRequest, mode: AuthMode, QueryPairs(query): &QueryPairs) -> Result<Response> {
    let mut form = AuthForm::new(mode, query.get("next"));
    form.is_reset = mode == AuthMode::Login && query.get("reset") == "true";
    form.is_farewell = mode == AuthMode::Login && query.get("farewell") == "true";
    if request.frame.user.is_some() {
        return Ok(next::go_on(&form.next, paths::GENERATE).into_response());
    }
    respond::page(state, request, &form)
}

/// `POST /login`
pub(crate) async fn log_in(
    State(state): State<AppState>,
    request: PageRequest,
    Browser(client): Browser,
    headers: HeaderMap,
    form: FormPairs,
) -> Result<Response> {
    let input = LogIn {
        email: form.get("email").to_owned(),
        password: form.get("password").to_owned(),
        client,
        replaces: cookies::session_token(&state.app.config, &headers),
    };
    let result = match accounts::log_in(&state.app, input).await {
        Ok(LoggedIn::CodeNeeded(step)) => {
            let cookie = cookies::keep_step(&state.app.config, &step);
            return Ok((cookie, Redirect::to(&paths::log_in_code(form.get("next")))).into_response());
        }
        Ok(LoggedIn::SignedIn(signed_in)) => Ok(signed_in),
        Err(error) => Err(error),
    };
    answer(&state, &request, AuthMode::Login, &form, result)
}

/// `POST /register`
pub(crate) async fn register(
    State(state): State<AppState>,
    request: PageRequest,
    Browser(client): Browser,
    headers: HeaderMap,
    form: FormPairs,
) -> Result<Response> {
    let email = form.get("email").trim();
    let name = match form.get("name").trim() {
        "" => email.split('@').next().unwrap_or_default(),
        name => name,
    };
    let input = Register {
        email: email.to_owned(),
        password: form.get("password").to_owned(),
        name: name.to_owned(),
        client,
        replaces: cookies::session_token(&state.app.config, &headers),
    };
    let result = accounts::register(&state.app, input).await;
    answer(&state, &request, AuthMode::Register, &form, result)
}

/// Goes on, or shows the form again with what was wrong.
fn answer(
    state: &AppState,
    request: &PageRequest,
    mode: AuthMode,
    form: &FormPairs,
    result: studio_app::Result<SignedIn>,
) -> Result<Response> {
    let error = match result {
        Ok(signed_in) => {
            let cookie = cookies::keep(&state.app.config, &signed_in.token);
            return Ok((cookie, next::go_on(form.get("next"), paths::GENERATE)).into_response());
        }
        Err(error) => Error::App(error),
    };
    let info = ErrorInfo::mendable(&error).ok_or(error)?;
    let mut view = AuthForm::new(mode, form.get("next")).with_errors(&complaints(&info));
    view.email = form.get("email").to_owned();
    view.name = form.get("name").to_owned();
    respond::with_status(info.status, state, request, &view)
}

/// `POST /logout`
pub(crate) async fn log_out(State(state): State<AppState>, headers: HeaderMap) -> Result<Response> {
    if let Some(token) = cookies::session_token(&state.app.config, &headers) {
        accounts::log_out(&state.app, &token).await?;
    }
    // Pictures and pages that the browser kept are nobody's any more.
    let clear = [("clear-site-data", "\"cache\"")];
    let home = (StatusCode::SEE_OTHER, Redirect::to(paths::HOME));
    Ok((cookies::forget(&state.app.config), clear, home).into_response())
}
