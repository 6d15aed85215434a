//! `GET /api/credits/balance`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use studio_app::credits::{self, Balance};
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;

/// What an account has, in credits; one is a thousandth of a US dollar.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BalanceBody {
    /// What can be spent now.
    #[schema(minimum = 0, example = 961.5)]
    credits: f64,
    /// What is set aside for jobs and batches that have not ended.
    #[schema(minimum = 0, example = 38.5)]
    held_credits: f64,
}

impl From<Balance> for BalanceBody {
    fn from(balance: Balance) -> Self {
        Self {
            credits: balance.available.credits(),
            held_credits: balance.held.credits(),
        }
    }
}

/// What you have.
#[utoipa::path(
    get, path = "/api/credits/balance", operation_id = "find_balance", tag = "credits",
    responses((status = 200, description = "What you can spend, and what is set aside.", body = BalanceBody))
)]
pub(crate) async fn find_balance(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Json<BalanceBody>> {
    Ok(Json(credits::balance(&state.app, user.id).await?.into()))
}
