//! `POST /api/auth/register`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use studio_app::accounts::{self, Register};
use utoipa::ToSchema;

use super::SignedInBody;
use crate::auth::Browser;
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;
use crate::{AppState, cookies};

/// A new account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterBody {
    #[schema(example = "ada@example.org")]
    email: String,
    /// 10 to 200 characters; not the name, not the address, not a common password.
    #[schema(example = "violet tram under rain")]
    password: String,
    /// 1 to 100 characters.
    #[schema(example = "Ada")]
    name: String,
}

/// Makes an account and signs it in.
///
/// Sets the session cookie. The account starts with the installation's starting credits; the very first one is its
/// administrator.
#[utoipa::path(
    post, path = "/api/auth/register", operation_id = "register", tag = "auth",
    security(()),
    request_body = RegisterBody,
    responses(
        (status = 201, description = "The account is made.", body = SignedInBody),
        (status = 409, description = "The address has an account.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many registrations.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn register(
    State(state): State<AppState>,
    Browser(client): Browser,
    headers: HeaderMap,
    Json(body): Json<RegisterBody>,
) -> Result<impl IntoResponse> {
    let config = &state.app.config;
    let input = Register {
        email: body.email,
        password: body.password,
        name: body.name,
        client,
        replaces: cookies::session_token(config, &headers),
    };
    let signed_in = accounts::register(&state.app, input).await?;
    Ok((
        StatusCode::CREATED,
        cookies::keep(config, &signed_in.token),
        [(header::LOCATION, "/api/auth/me")],
        axum::Json(SignedInBody::from(signed_in.user)),
    ))
}
