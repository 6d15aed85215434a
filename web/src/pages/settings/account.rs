//! `/settings/account`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::answer;
use crate::AppState;
use crate::error::Result;
use crate::pages::signed_in::SignedInPage;
use crate::views::AccountSettings;

/// `GET /settings/account`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
) -> Result<Response> {
    let content = AccountSettings {
        name: user.name,
        email: user.email,
        since: user.created_at,
    };
    answer(&state, &request, StatusCode::OK, content)
}
