//! `POST /api/auth/forgot-password`, `POST /api/auth/reset-password`

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use studio_app::accounts;
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::Browser;
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;

/// Who forgot.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgotPasswordBody {
    #[schema(example = "ada@example.org")]
    email: String,
}

/// Ask for a new password.
///
/// Mails a link if the address has an account and none was mailed a short while ago. The answer is the same, and comes after the same
/// time, if not.
#[utoipa::path(
    post, path = "/api/auth/forgot-password", operation_id = "forgot_password", tag = "auth",
    security(()),
    request_body = ForgotPasswordBody,
    responses(
        (status = 202, description = "If the address has an account, a mail is on its way."),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn forgot_password(
    State(state): State<AppState>,
    Browser(client): Browser,
    Json(body): Json<ForgotPasswordBody>,
) -> Result<StatusCode> {
    accounts::forgot_password(&state.app, &body.email, client.language).await?;
    Ok(StatusCode::ACCEPTED)
}

/// What a mail brought, and what to log in with from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResetPasswordBody {
    /// The `token` of the link.
    #[schema(example = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    token: String,
    /// 10 to 200 characters; not the name, not the address, not a common password.
    #[schema(example = "violet tram under rain")]
    password: String,
}

/// Choose a new password.
///
/// Takes the token of a mail, which works once and for an hour. Every browser is logged out; nobody is signed in by this.
#[utoipa::path(
    post, path = "/api/auth/reset-password", operation_id = "reset_password", tag = "auth",
    security(()),
    request_body = ResetPasswordBody,
    responses(
        (status = 204, description = "The password is changed."),
        (status = 422, description = "The token does not work, or the password should not be chosen; the token stays good then.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reset_password(
    State(state): State<AppState>,
    Browser(client): Browser,
    Json(body): Json<ResetPasswordBody>,
) -> Result<StatusCode> {
    accounts::reset_password(&state.app, &body.token, body.password, client.language).await?;
    Ok(StatusCode::NO_CONTENT)
}
