//! `POST /api/auth/logout`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use studio_app::accounts;

use crate::error::Result;
use crate::{AppState, cookies};

/// Signs out.
///
/// Ends the session and clears the cookie; fine when nobody is signed in.
#[utoipa::path(
    post, path = "/api/auth/logout", operation_id = "log_out", tag = "auth",
    security(()),
    responses((status = 204, description = "Nobody is signed in any more."))
)]
pub(crate) async fn log_out(State(state): State<AppState>, headers: HeaderMap) -> Result<impl IntoResponse> {
    if let Some(token) = cookies::session_token(&state.app.config, &headers) {
        accounts::log_out(&state.app, &token).await?;
    }
    Ok((StatusCode::NO_CONTENT, cookies::forget(&state.app.config)))
}
