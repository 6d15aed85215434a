//! `/api/credits/purchases`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::Currency;
use studio_app::purchases::{self, Purchase};
use studio_model::PurchaseId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PageQuery, PathId};
use crate::idempotency::{created, idempotency_key};
use crate::problem::Problem;

/// Credits that you buy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PurchaseBody {
    id: Uuid,
    #[schema(minimum = 0, example = 1000.0)]
    credits: f64,
    /// A decimal number.
    #[schema(example = "5.00")]
    price: String,
    /// Three letters of ISO 4217, lower case.
    #[schema(example = "usd")]
    currency: String,
    /// `open` (it can be paid), `paid`, `failed` or `expired`.
    #[schema(example = "open")]
    state: &'static str,
    /// The payment service's page on which it is paid; only while it is open.
    #[schema(example = "https://checkout.stripe.com/c/pay/cs_test_1")]
    checkout_url: Option<String>,
    /// What was bought by money that was given back since.
    #[schema(minimum = 0, example = 0.0)]
    refunded_credits: f64,
    /// Of that, what you had spent already and what therefore was not taken from you.
    #[schema(minimum = 0, example = 0.0)]
    unrecovered_credits: f64,
    created_at: DateTime<Utc>,
    /// Until when it can be paid.
    expires_at: DateTime<Utc>,
    paid_at: Option<DateTime<Utc>>,
}

impl From<Purchase> for PurchaseBody {
    fn from(purchase: Purchase) -> Self {
        let is_open = purchase.state == studio_model::PurchaseState::Open;
        let currency = Currency {
            code: purchase.currency,
        };
        Self {
            id: purchase.id.0,
            credits: purchase.bought.credits(),
            price: currency.decimal(purchase.price_minor),
            currency: currency.code,
            state: purchase.state.as_str(),
            checkout_url: purchase.checkout_url.filter(|_| is_open),
            refunded_credits: purchase.refunded.credits(),
            unrecovered_credits: purchase.unrecovered.credits(),
            created_at: purchase.created_at,
            expires_at: purchase.expires_at,
            paid_at: purchase.paid_at,
        }
    }
}

/// A purchase.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PurchaseEnvelope {
    purchase: PurchaseBody,
}

/// What to buy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BeginPurchaseBody {
    /// Those of one of the packs on offer.
    #[schema(minimum = 1, example = 1000)]
    credits: u32,
}

/// Begin to buy credits.
///
/// Pay on the page at `checkout_url`; the credits are yours as soon as the payment service says so.
#[utoipa::path(
    post, path = "/api/credits/purchases", operation_id = "begin_purchase", tag = "credits",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters; the same again gives the same purchase.")),
    request_body = BeginPurchaseBody,
    responses(
        (status = 201, description = "It can be paid.", body = PurchaseEnvelope),
        (status = 404, description = "Nothing is sold here.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key belongs to another purchase.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "There is no such pack.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The payment service is away; nothing was begun.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn begin_purchase(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    headers: HeaderMap,
    Json(body): Json<BeginPurchaseBody>,
) -> Result<Response> {
    let key = idempotency_key(&headers)?;
    let begun = purchases::begin(&state.app, &user, body.credits, key.as_deref()).await?;
    let location = format!("/api/credits/purchases/{}", begun.purchase.id);
    let purchase = begun.purchase.into();
    Ok(created(location, PurchaseEnvelope { purchase }, begun.replayed))
}

/// A purchase of yours.
///
/// While it is open the payment service is asked what became of it.
#[utoipa::path(
    get, path = "/api/credits/purchases/{id}", operation_id = "find_purchase", tag = "credits",
    params(("id" = Uuid, Path, description = "The purchase.")),
    responses(
        (status = 200, description = "The purchase.", body = PurchaseEnvelope),
        (status = 404, description = "You have no such purchase.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_purchase(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<Uuid>,
) -> Result<axum::Json<PurchaseEnvelope>> {
    let purchase = purchases::find(&state.app, user.id, PurchaseId(id)).await?.into();
    Ok(axum::Json(PurchaseEnvelope { purchase }))
}

/// What you bought, newest first.
#[utoipa::path(
    get, path = "/api/credits/purchases", operation_id = "list_purchases", tag = "credits",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of purchases.", body = PageBody<PurchaseBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_purchases(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    page: PageQuery,
) -> Result<axum::Json<PageBody<PurchaseBody>>> {
    let found = purchases::list(&state.app, user.id, page.cursor, page.limit).await?;
    Ok(axum::Json(found.into()))
}
