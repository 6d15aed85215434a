//! `POST /api/auth/verify-email`, `…/send`

use axum::Json as JsonAnswer;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use studio_app::accounts;
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::{Browser, CurrentSession};
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;

/// What a mail brought.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenBody {
    /// The `token` of the link.
    #[schema(example = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    token: String,
}

/// What was proven.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerifiedBody {
    /// The account's address from now on.
    #[schema(example = "ada@example.org")]
    email: String,
}

/// Prove an e-mail address.
///
/// Takes the token of a mail that was sent on registering, on asking again, or on choosing another address. Nobody needs to be signed
/// in. A token works once, for 24 hours, and until another is sent; expired, used and unknown ones are told in the same words.
#[utoipa::path(
    post, path = "/api/auth/verify-email", operation_id = "verify_email", tag = "auth",
    security(()),
    request_body = TokenBody,
    responses(
        (status = 200, description = "The address is proven.", body = VerifiedBody),
        (status = 409, description = "Another account got the address meanwhile.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The token does not work.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn verify_email(
    State(state): State<AppState>,
    Json(body): Json<TokenBody>,
) -> Result<JsonAnswer<VerifiedBody>> {
    let email = accounts::verify_email(&state.app, &body.token).await?;
    Ok(JsonAnswer(VerifiedBody { email }))
}

/// Send the mail that proves your address again.
///
/// The link of the mail before stops working. After a minute at the earliest, then after twice as long with each, up to an hour.
#[utoipa::path(
    post, path = "/api/auth/verify-email/send", operation_id = "send_verification", tag = "auth",
    responses(
        (status = 202, description = "It is on its way."),
        (status = 409, description = "The address is proven already.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "One was sent a short while ago.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn send_verification(
    State(state): State<AppState>,
    Browser(client): Browser,
    CurrentSession(session): CurrentSession,
) -> Result<StatusCode> {
    accounts::send_verification(&state.app, &session.user, client.language).await?;
    Ok(StatusCode::ACCEPTED)
}
