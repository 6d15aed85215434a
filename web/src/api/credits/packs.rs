//! `GET /api/credits/packs`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use studio_app::purchases;
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::CurrentUser;

/// What is sold.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PacksBody {
    /// The smallest first; none when nothing is sold.
    packs: Vec<PackBody>,
}

/// Credits with a price.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PackBody {
    #[schema(minimum = 1, example = 1000)]
    credits: u32,
    /// A decimal number.
    #[schema(example = "5.00")]
    price: String,
    /// Three letters of ISO 4217, lower case.
    #[schema(example = "usd")]
    currency: String,
}

/// What credits can be bought.
#[utoipa::path(
    get, path = "/api/credits/packs", operation_id = "list_credit_packs", tag = "credits",
    responses((status = 200, description = "The packs on offer.", body = PacksBody))
)]
pub(crate) async fn list_credit_packs(
    State(state): State<AppState>,
    CurrentUser(_user): CurrentUser,
) -> Json<PacksBody> {
    let offer = purchases::offer(&state.app);
    let packs = offer.into_iter().flat_map(|offer| {
        offer.packs.iter().map(|pack| PackBody {
            credits: pack.credits,
            price: offer.currency.decimal(pack.price_minor),
            currency: offer.currency.code.clone(),
        })
    });
    Json(PacksBody { packs: packs.collect() })
}
