//! `POST /api/auth/change-email`

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use studio_app::accounts;
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::{Browser, CurrentSession};
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;

/// Where you want to be reached.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeEmailBody {
    #[schema(example = "ada.lovelace@example.org")]
    email: String,
    /// Your password.
    #[schema(example = "violet tram under rain")]
    password: String,
}

/// Ask for another e-mail address.
///
/// A mail with a link goes to the new address; the account keeps its own until the link is used, which `POST /api/auth/verify-email`
/// does. The answer does not tell whether the address has an account already.
#[utoipa::path(
    post, path = "/api/auth/change-email", operation_id = "change_email", tag = "auth",
    request_body = ChangeEmailBody,
    responses(
        (status = 202, description = "A mail is on its way, if the address is free."),
        (status = 422, description = "The address is not valid, or the password is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures, or a mail was sent a short while ago.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_email(
    State(state): State<AppState>,
    Browser(client): Browser,
    CurrentSession(session): CurrentSession,
    Json(body): Json<ChangeEmailBody>,
) -> Result<StatusCode> {
    accounts::change_email(&state.app, &session.user, &body.email, body.password, client.language).await?;
    Ok(StatusCode::ACCEPTED)
}
