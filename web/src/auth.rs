//! Who a request comes from.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use studio_app::accounts::{self, Client, Role, Session, User};
use studio_model::Language;

use crate::client_ip::ClientIp;
use crate::error::Result;
use crate::extract::language;
use crate::{AppState, Error, cookies};

/// Finds the session of the request's cookie once and leaves it for the extractors below.
pub(crate) async fn authenticate(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(token) = cookies::session_token(&state.app.config, request.headers()) else {
        return next.run(request).await;
    };
    match accounts::find_session(&state.app, &token).await {
        Ok(Some(session)) => {
            tracing::Span::current().record("user.id", tracing::field::display(session.user.id));
            request.extensions_mut().insert(session);
            next.run(request).await
        }
        Ok(None) => next.run(request).await,
        Err(error) => Error::App(error).into_response(),
    }
}

/// The session of a request that went through [`authenticate`].
pub(crate) fn session_of(extensions: &Extensions) -> Option<&Session> {
    extensions.get::<Session>()
}

/// The user who is signed in; refuses the request when nobody is.
#[derive(Clone, Debug)]
pub(crate) struct CurrentUser(pub(crate) User);

impl<S: Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let session = session_of(&parts.extensions);
        session
            .map(|session| Self(session.user.clone()))
            .ok_or(Error::App(studio_app::Error::Unauthenticated("sign in first")))
    }
}

/// The browser that is signed in: for what is about sessions and passwords.
#[derive(Clone, Debug)]
pub(crate) struct CurrentSession(pub(crate) Session);

impl<S: Sync> FromRequestParts<S> for CurrentSession {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let session = session_of(&parts.extensions).cloned().map(Self);
        session.ok_or(Error::App(studio_app::Error::Unauthenticated("sign in first")))
    }
}

/// The user who is signed in, if anybody is.
#[derive(Clone, Debug)]
pub(crate) struct MaybeUser(pub(crate) Option<User>);

impl<S: Sync> FromRequestParts<S> for MaybeUser {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self(session_of(&parts.extensions).map(|session| session.user.clone())))
    }
}

/// An administrator who is signed in. Use cases ask again: this is for requests whose body nobody else's should be read.
#[derive(Clone, Debug)]
pub(crate) struct Administrator(pub(crate) User);

impl<S: Sync> FromRequestParts<S> for Administrator {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let CurrentUser(user) = CurrentUser::from_request_parts(parts, state).await?;
        match user.role {
            Role::Admin => Ok(Self(user)),
            Role::User => Err(Error::App(studio_app::Error::Forbidden(
                "only an administrator may do that",
            ))),
        }
    }
}

/// The language that the user chose, else the one that the browser likes best.
pub(crate) fn preferred_language(parts: &Parts) -> Language {
    let chosen = session_of(&parts.extensions).and_then(|session| session.preferences.language);
    chosen.unwrap_or_else(|| language(&parts.headers).into())
}

/// The browser as it is kept with a new session.
#[derive(Clone, Debug)]
pub(crate) struct Browser(pub(crate) Client);

impl<S: Sync> FromRequestParts<S> for Browser {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Self::Rejection> {
        let user_agent = parts.headers.get(header::USER_AGENT);
        Ok(Self(Client {
            ip_address: ClientIp::of(&parts.extensions).0,
            user_agent: user_agent.map(|value| String::from_utf8_lossy(value.as_bytes()).replace('\0', "")),
            language: preferred_language(parts),
        }))
    }
}
