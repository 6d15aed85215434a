//! `/settings/danger`: the end of the account.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::{self, Farewell, User};

use super::answer;
use crate::auth::CurrentSession;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::FormPairs;
use crate::pages::form::complaints;
use crate::pages::leaving::losses;
use crate::pages::signed_in::SignedInPage;
use crate::views::{DangerSettings, FieldError, FormErrors};
use crate::{AppState, Error, cookies, paths};

/// `GET /settings/danger`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    answer(&state, &request, StatusCode::OK, content(&state, &user, &[]).await?)
}

/// `POST /settings/danger`: the fields `password` and `code`.
pub(crate) async fn submit(
    State(state): State<AppState>,
    SignedInPage { request, .. }: SignedInPage,
    CurrentSession(session): CurrentSession,
    form: FormPairs,
) -> Result<Response> {
    let proof = Farewell {
        password: form.get("password").to_owned(),
        code: form.get("code").to_owned(),
    };
    let language = request.frame.lang.into();
    let error = match accounts::request_deletion(&state.app, &session.user, proof, language).await {
        Ok(_) => return Ok(leave(&state)),
        Err(error) => Error::App(error),
    };
    let info = ErrorInfo::for_form(error)?;
    let content = content(&state, &session.user, &complaints(&info)).await?;
    answer(&state, &request, info.status, content)
}

/// To the form to log in, where the mail leads to as well. What the browser kept of the account is nobody's any more.
fn leave(state: &AppState) -> Response {
    let clear = [("clear-site-data", "\"cache\"")];
    let log_in = Redirect::to(&paths::log_in_after_farewell());
    (cookies::forget(&state.app.config), clear, log_in).into_response()
}

async fn content(state: &AppState, user: &User, errors: &[FieldError]) -> Result<DangerSettings> {
    let leaving = accounts::find_deletion(&state.app, user).await?;
    Ok(DangerSettings {
        email: user.email.clone(),
        losses: losses(&leaving.contents),
        image_bytes: leaving.contents.image_bytes,
        credits: leaving.credits,
        grace_days: leaving.grace_days,
        asks_for_code: leaving.asks_for_code,
        errors: FormErrors::sort(&DangerSettings::CONTROLS, errors),
    })
}
