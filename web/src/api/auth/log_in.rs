//! `POST /api/auth/login`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use studio_app::accounts::{self, LogIn, LoggedIn};
use utoipa::ToSchema;

use super::SignedInBody;
use crate::auth::Browser;
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;
use crate::{AppState, Error, cookies};

/// Who wants in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogInBody {
    #[schema(example = "ada@example.org")]
    email: String,
    #[schema(example = "violet tram under rain")]
    password: String,
}

/// Signs in.
///
/// Sets a new session cookie; the session that the request came with ends. Five failures for one address lock it for a
/// minute, each further one for twice as long, up to fifteen. An account with two-factor log-in is answered 401 `code_needed` and a
/// cookie for `POST /api/auth/login/code`.
#[utoipa::path(
    post, path = "/api/auth/login", operation_id = "log_in", tag = "auth",
    security(()),
    request_body = LogInBody,
    responses(
        (status = 200, description = "Signed in.", body = SignedInBody),
        (status = 401, description = "The address or the password is wrong, or a code is needed (`code_needed`).", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn log_in(
    State(state): State<AppState>,
    Browser(client): Browser,
    headers: HeaderMap,
    Json(body): Json<LogInBody>,
) -> Result<Response> {
    let config = &state.app.config;
    let input = LogIn {
        email: body.email,
        password: body.password,
        client,
        replaces: cookies::session_token(config, &headers),
    };
    Ok(match accounts::log_in(&state.app, input).await? {
        LoggedIn::SignedIn(signed_in) => {
            let cookie = cookies::keep(config, &signed_in.token);
            (cookie, axum::Json(SignedInBody::from(signed_in.user))).into_response()
        }
        LoggedIn::CodeNeeded(step) => (cookies::keep_step(config, &step), Error::CodeNeeded).into_response(),
    })
}
