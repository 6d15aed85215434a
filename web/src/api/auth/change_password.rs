//! `PUT /api/auth/change-password`

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

/// The old and the new.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePasswordBody {
    #[schema(example = "violet tram under rain")]
    current_password: String,
    /// 10 to 200 characters; not the name, not the address, not a common password.
    #[schema(example = "green ferry over snow")]
    new_password: String,
}

/// Change your password.
///
/// Your other browsers are logged out, and you are told by mail.
#[utoipa::path(
    put, path = "/api/auth/change-password", operation_id = "change_password", tag = "auth",
    request_body = ChangePasswordBody,
    responses(
        (status = 204, description = "The password is changed."),
        (status = 422, description = "The current password is wrong, or the new one should not be chosen.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_password(
    State(state): State<AppState>,
    Browser(client): Browser,
    CurrentSession(session): CurrentSession,
    Json(body): Json<ChangePasswordBody>,
) -> Result<StatusCode> {
    let (current, new) = (body.current_password, body.new_password);
    accounts::change_password(&state.app, &session, current, new, client.language).await?;
    Ok(StatusCode::NO_CONTENT)
}
