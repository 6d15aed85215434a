//! `/settings/security/two-factor`: codes of an app when logging in. Nothing may keep its answers: they hold secrets.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::{self, RecoveryCodes, User};

use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::FormPairs;
use crate::pages::form::complaints;
use crate::pages::frame::PageRequest;
use crate::pages::signed_in::SignedInPage;
use crate::views::{FieldError, RecoveryCodesView, TwoFactorForm, TwoFactorSettings};
use crate::{AppState, Error, paths};

/// `GET /settings/security/two-factor`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    answer(&state, &request, StatusCode::OK, content(&state, &user, &[]).await?)
}

/// `POST /settings/security/two-factor`: makes a secret.
pub(crate) async fn begin(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    match accounts::begin_two_factor(&state.app, &user, form.get("password").to_owned()).await {
        Ok(_) => Ok(Redirect::to(paths::TWO_FACTOR).into_response()),
        Err(error) => refused(&state, &request, &user, Error::App(error)).await,
    }
}

/// `POST /settings/security/two-factor/confirm`
pub(crate) async fn confirm(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let language = request.frame.lang.into();
    match accounts::confirm_two_factor(&state.app, &user, form.get("code"), language).await {
        Ok(codes) => shown_once(&state, &request, &user, &codes).await,
        Err(error) => refused(&state, &request, &user, Error::App(error)).await,
    }
}

/// `POST /settings/security/two-factor/codes`
pub(crate) async fn renew_codes(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let (password, code) = (form.get("password").to_owned(), form.get("code"));
    match accounts::renew_recovery_codes(&state.app, &user, password, code).await {
        Ok(codes) => shown_once(&state, &request, &user, &codes).await,
        Err(error) => refused(&state, &request, &user, Error::App(error)).await,
    }
}

/// `POST /settings/security/two-factor/off`
pub(crate) async fn disable(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let (password, code) = (form.get("password").to_owned(), form.get("code"));
    let language = request.frame.lang.into();
    match accounts::disable_two_factor(&state.app, &user, password, code, language).await {
        Ok(()) => Ok(Redirect::to(&paths::settings_done("security", "two-factor")).into_response()),
        Err(error) => refused(&state, &request, &user, Error::App(error)).await,
    }
}

async fn shown_once(state: &AppState, request: &PageRequest, user: &User, codes: &RecoveryCodes) -> Result<Response> {
    let made = RecoveryCodesView::new(codes.expose(), &user.email);
    let content = TwoFactorSettings {
        made: Some(made),
        ..content(state, user, &[]).await?
    };
    answer(state, request, StatusCode::CREATED, content)
}

async fn refused(state: &AppState, request: &PageRequest, user: &User, error: Error) -> Result<Response> {
    let info = ErrorInfo::for_form(error)?;
    let content = content(state, user, &complaints(&info)).await?;
    answer(state, request, info.status, content)
}

fn answer(state: &AppState, request: &PageRequest, status: StatusCode, content: TwoFactorSettings) -> Result<Response> {
    let mut response = super::answer(state, request, status, content)?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn content(state: &AppState, user: &User, errors: &[FieldError]) -> Result<TwoFactorSettings> {
    let found = accounts::find_two_factor(&state.app, user).await?;
    let form = match found.since {
        Some(since) => TwoFactorForm::On {
            since,
            recovery_codes_left: found.recovery_codes_left,
        },
        None => match accounts::find_two_factor_setup(&state.app, user).await? {
            Some(setup) => TwoFactorForm::Setup {
                secret: setup.secret,
                qr_code: setup.qr_code,
                uri: setup.uri,
            },
            None => TwoFactorForm::Off,
        },
    };
    Ok(TwoFactorSettings::new(&user.email, form, errors))
}
