//! Who a request comes from: a browser with a session, or a program with an API key.
//!
//! What a newcomer gets wrong: a request with a key is the key's, whatever cookie comes along. It has no session, so nothing that
//! is about the session can be done with it, and it may do only what [`access`] says for its route. And the session of an account that
//! is about to be deleted signs nobody in: only what asks for [`AnySession`] or [`leaving_of`] sees it.

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use studio_app::accounts::{self, Client, Role, Session, User};
use studio_app::audit::Origin;
use studio_app::keys::{self, KEY_PREFIX, KeySecret, KeyUse};
use studio_model::Language;

use crate::access::{self, Access};
use crate::client_ip::ClientIp;
use crate::error::Result;
use crate::extract::language;
use crate::request_id::RequestId;
use crate::{AppState, Error, cookies};

/// Finds the key or the session of the request once and leaves it for the extractors below.
pub(crate) async fn authenticate(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let found = match bearer(request.headers()) {
        Some(key) => take_key(&state, &mut request, key).await,
        None => take_session(&state, &mut request).await,
    };
    match found {
        Ok(()) => {
            let origin = origin_of(&request);
            origin.around(next.run(request)).await
        }
        Err(error) => error.into_response(),
    }
}

/// What the audit log tells of the request.
fn origin_of(request: &Request) -> Origin {
    Origin {
        ip_address: ClientIp::of(request.extensions()).0,
        user_agent: user_agent(request.headers()),
        key_id: key_of(request.extensions()).map(|key| key.id),
        request_id: Some(RequestId::of(request)),
    }
}

fn user_agent(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::USER_AGENT)?;
    Some(String::from_utf8_lossy(value.as_bytes()).replace('\0', ""))
}

async fn take_session(state: &AppState, request: &mut Request) -> Result<()> {
    let Some(token) = cookies::session_token(&state.app.config, request.headers()) else {
        return Ok(());
    };
    let Some(session) = accounts::find_session(&state.app, &token).await? else {
        return Ok(());
    };
    tracing::Span::current().record("user.id", tracing::field::display(session.user.id));
    if session.user.deletes_at.is_some() {
        request.extensions_mut().insert(Leaver(session));
    } else {
        request.extensions_mut().insert(session);
    }
    Ok(())
}

async fn take_key(state: &AppState, request: &mut Request, secret: Option<KeySecret>) -> Result<()> {
    let ip = ClientIp::of(request.extensions()).0;
    let key = match secret {
        Some(secret) => keys::find_use(&state.app, &secret, ip).await?,
        None => None,
    };
    let key = key.ok_or(Error::UnknownKey)?;
    tracing::Span::current().record("user.id", tracing::field::display(key.user.id));
    check(request, &key)?;
    request.extensions_mut().insert(key);
    Ok(())
}

/// Whether the key may do what the route does.
fn check(request: &Request, key: &KeyUse) -> Result<()> {
    // What matches no route is answered as such.
    let Some(route) = request.extensions().get::<MatchedPath>() else {
        return Ok(());
    };
    match access::needed(request.method(), &route.as_str().replace("{*", "{")) {
        Access::Open => Ok(()),
        Access::Key(scope) if key.scopes.contains(&scope) => Ok(()),
        Access::Key(scope) => Err(Error::MissingScope(scope)),
        Access::Person => Err(Error::PersonOnly),
    }
}

/// What `Authorization` holds of ours, `Some(None)` for what looks like a key and is none. Tokens of others, which a proxy in
/// front may add, are passed over.
fn bearer(headers: &HeaderMap) -> Option<Option<KeySecret>> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    let is_ours = scheme.eq_ignore_ascii_case("bearer") && token.starts_with(KEY_PREFIX);
    is_ours.then(|| KeySecret::parse(token))
}

/// A session that may keep its account, or end, and nothing else.
#[derive(Clone, Debug)]
struct Leaver(Session);

/// The session of a request that went through [`authenticate`], when its user's account is about to be deleted.
pub(crate) fn leaving_of(extensions: &Extensions) -> Option<&Session> {
    extensions.get::<Leaver>().map(|leaver| &leaver.0)
}

/// The session of a request that went through [`authenticate`]; none of somebody who is leaving.
pub(crate) fn session_of(extensions: &Extensions) -> Option<&Session> {
    extensions.get::<Session>()
}

/// The key of a request that went through [`authenticate`].
pub(crate) fn key_of(extensions: &Extensions) -> Option<&KeyUse> {
    extensions.get::<KeyUse>()
}

/// In whose name a request that went through [`authenticate`] is made.
pub(crate) fn user_of(extensions: &Extensions) -> Option<&User> {
    let by_key = || key_of(extensions).map(|key| &key.user);
    session_of(extensions).map(|session| &session.user).or_else(by_key)
}

/// The user who is signed in; refuses the request when nobody is.
#[derive(Clone, Debug)]
pub(crate) struct CurrentUser(pub(crate) User);

impl<S: Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let user = user_of(&parts.extensions).cloned();
        user.map(Self).ok_or_else(|| refusal(&parts.extensions))
    }
}

/// Why nobody is signed in.
fn refusal(extensions: &Extensions) -> Error {
    match leaving_of(extensions) {
        Some(_) => Error::AccountLeaving,
        None => Error::App(studio_app::Error::Unauthenticated("sign in first")),
    }
}

/// The browser that is signed in: for what is about sessions and passwords.
#[derive(Clone, Debug)]
pub(crate) struct CurrentSession(pub(crate) Session);

impl<S: Sync> FromRequestParts<S> for CurrentSession {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let session = session_of(&parts.extensions).cloned().map(Self);
        session.ok_or_else(|| refusal(&parts.extensions))
    }
}

/// The browser that is signed in, also to an account that is about to be deleted: for what is about that.
#[derive(Clone, Debug)]
pub(crate) struct AnySession(pub(crate) Session);

impl<S: Sync> FromRequestParts<S> for AnySession {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let session = any_session_of(&parts.extensions).cloned().map(Self);
        session.ok_or_else(|| refusal(&parts.extensions))
    }
}

/// The session of a request, whatever it may do.
pub(crate) fn any_session_of(extensions: &Extensions) -> Option<&Session> {
    session_of(extensions).or_else(|| leaving_of(extensions))
}

/// The user who is signed in, if anybody is.
#[derive(Clone, Debug)]
pub(crate) struct MaybeUser(pub(crate) Option<User>);

impl<S: Sync> FromRequestParts<S> for MaybeUser {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self(user_of(&parts.extensions).cloned()))
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
    let chosen = any_session_of(&parts.extensions).and_then(|session| session.preferences.language);
    chosen.unwrap_or_else(|| language(&parts.headers).into())
}

/// The browser as it is kept with a new session.
#[derive(Clone, Debug)]
pub(crate) struct Browser(pub(crate) Client);

impl<S: Sync> FromRequestParts<S> for Browser {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self(Client {
            ip_address: ClientIp::of(&parts.extensions).0,
            user_agent: user_agent(&parts.headers),
            language: preferred_language(parts),
        }))
    }
}
