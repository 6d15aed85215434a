//! `/settings/account`: name, picture and address.

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::accounts::{self, User};
use studio_app::mail;

use super::answer;
use crate::api::auth::avatar::AvatarFile;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, QueryPairs};
use crate::pages::form::{complaints, seen, version};
use crate::pages::frame::PageRequest;
use crate::pages::signed_in::SignedInPage;
use crate::views::{AccountSettings, FormErrors};
use crate::{AppState, Error, paths};

/// `GET /settings/account`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    QueryPairs(query): QueryPairs,
) -> Result<Response> {
    let content = AccountSettings {
        done: super::done(&query, &["verification", "profile", "avatar", "email", "kept"]),
        ..content(&state, &user).await?
    };
    answer(&state, &request, StatusCode::OK, content)
}

/// `POST /settings/account`: the field `version` is the version that was seen.
pub(crate) async fn update(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let (name, version) = (form.get("name"), form.get("version"));
    let error = match seen(version) {
        Err(error) => error,
        Ok(seen) => match accounts::update_profile(&state.app, user.id, seen, name).await {
            Ok(_) => return Ok(done("profile")),
            Err(error) => Error::App(error),
        },
    };
    let typed = AccountSettings {
        name: name.to_owned(),
        version: version.to_owned(),
        ..content(&state, &user).await?
    };
    refused(&state, &request, typed, error)
}

/// `POST /settings/account/avatar`: a form with the file `avatar`.
pub(crate) async fn set_avatar(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    upload: Request,
) -> Result<Response> {
    let set = match AvatarFile::from_request(upload, &state).await {
        Err(error) => Err(error),
        Ok(AvatarFile(file)) => accounts::set_avatar(&state.app, user.id, file)
            .await
            .map_err(Error::App),
    };
    match set {
        Ok(_) => Ok(done("avatar")),
        Err(error) => refused(&state, &request, content(&state, &user).await?, error),
    }
}

/// `POST /settings/account/avatar/remove`
pub(crate) async fn remove_avatar(
    State(state): State<AppState>,
    SignedInPage { user, .. }: SignedInPage,
) -> Result<Response> {
    accounts::remove_avatar(&state.app, user.id).await?;
    Ok(done("avatar"))
}

/// `POST /settings/account/email`: mails a link to the new address.
pub(crate) async fn change_email(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    let (email, password) = (form.get("email"), form.get("password").to_owned());
    let language = request.frame.lang.into();
    let Err(error) = accounts::change_email(&state.app, &user, email, password, language).await else {
        return Ok(done("email"));
    };
    let typed = AccountSettings {
        typed_email: email.to_owned(),
        ..content(&state, &user).await?
    };
    refused(&state, &request, typed, Error::App(error))
}

/// `POST /settings/account/verify`: mails the link that proves the address again.
pub(crate) async fn send_verification(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    let sent = accounts::send_verification(&state.app, &user, request.frame.lang.into()).await;
    match sent {
        Ok(()) => Ok(done("verification")),
        Err(error) => refused(&state, &request, content(&state, &user).await?, Error::App(error)),
    }
}

fn done(what: &str) -> Response {
    Redirect::to(&paths::settings_done("account", what)).into_response()
}

/// The page again, with what the user can mend.
///
/// # Errors
/// Anything else.
fn refused(state: &AppState, request: &PageRequest, typed: AccountSettings, error: Error) -> Result<Response> {
    let info = ErrorInfo::for_form(error)?;
    let content = AccountSettings {
        errors: FormErrors::sort(&AccountSettings::CONTROLS, &complaints(&info)),
        ..typed
    };
    answer(state, request, info.status, content)
}

async fn content(state: &AppState, user: &User) -> Result<AccountSettings> {
    Ok(AccountSettings {
        name: user.name.clone(),
        version: version(user.updated_at),
        avatar_url: user.avatar_url.clone(),
        email: user.email.clone(),
        new_email: accounts::find_new_email(&state.app, user).await?,
        typed_email: String::new(),
        is_verified: user.email_verified,
        since: user.created_at,
        has_outbox: mail::is_open(&state.app, Some(user)),
        done: None,
        errors: FormErrors::sort(&AccountSettings::CONTROLS, &[]),
    })
}
