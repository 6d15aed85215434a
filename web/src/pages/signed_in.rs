//! Pages for people with an account.

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use studio_app::accounts::User;

use super::frame::PageRequest;
use super::next;
use crate::AppState;
use crate::auth::{self, CurrentUser};
use crate::extract::is_htmx;
use crate::paths;

/// A page request of somebody who is signed in. Others are led to the log-in form and back, and who is leaving to the page for that.
#[derive(Clone, Debug)]
pub(crate) struct SignedInPage {
    pub(crate) request: PageRequest,
    pub(crate) user: User,
}

impl FromRequestParts<AppState> for SignedInPage {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        if auth::session_of(&parts.extensions).is_none() {
            if auth::leaving_of(&parts.extensions).is_some() {
                return Err(next::to_farewell(is_htmx(&parts.headers)));
            }
            let home = paths::HOME.parse().expect("a constant path");
            // The answer to a form cannot be come back to.
            let wanted = if parts.method == Method::GET { &parts.uri } else { &home };
            return Err(next::to_log_in(wanted, is_htmx(&parts.headers)));
        }
        let CurrentUser(user) = CurrentUser::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let request = PageRequest::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        Ok(Self { request, user })
    }
}
