//! `/credits/purchases`: buying credits.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::purchases::{self, Purchase};
use studio_app::{App, Currency, Pack, PaymentSettings};
use studio_model::{PageLimit, PurchaseId, PurchaseState, UserId};

use super::credits;
use super::respond::html_response;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::error_info::ErrorInfo;
use crate::extract::{FormPairs, PathId};
use crate::i18n::Lang;
use crate::templates::format;
use crate::views::{PackLine, PurchaseLine, PurchasePage, View};
use crate::{AppState, paths};

/// Purchases that the page of credits shows.
const SHOWN: u16 = 10;

/// `POST /credits/purchases`: the field `credits` names the pack. Leads to the purchase, and from there to the payment service: a form
/// may not lead to another site by itself.
pub(crate) async fn begin(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    form: FormPairs,
) -> Result<Response> {
    // What is no number is no pack either.
    let credits = form.get("credits").parse().unwrap_or(0);
    let error = match purchases::begin(&state.app, &user, credits, None).await {
        Ok(begun) => return Ok(Redirect::to(&paths::purchase(&begun.purchase.id.to_string())).into_response()),
        Err(error) => error.into(),
    };
    let info = ErrorInfo::for_form(error)?;
    let status = info.status;
    let page = credits::page_with(&state, (user.id, request.frame.lang), Some(info.sentence())).await?;
    Ok(html_response(status, page.render(&state.templates, &request.frame)?))
}

/// `GET /credits/purchases/{id}`
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<PurchaseId>,
) -> Result<Response> {
    let purchase = purchases::find(&state.app, user.id, id).await?;
    let page = PurchasePage {
        checkout_href: purchase
            .checkout_url
            .clone()
            .filter(|_| purchase.state == PurchaseState::Open),
        expires_at: purchase.expires_at,
        unrecovered: purchase.unrecovered.credits(),
        line: line(request.frame.lang, purchase),
    };
    let html = page.render(&state.templates, &request.frame)?;
    Ok(html_response(StatusCode::OK, html))
}

/// What is sold, and what this user bought last.
pub(super) async fn shop(app: &App, user_id: UserId, lang: Lang) -> Result<(Vec<PackLine>, Vec<PurchaseLine>)> {
    let packs = purchases::offer(app).map_or_else(Vec::new, |offer| packs(offer, lang));
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let bought = purchases::list(app, user_id, None, limit).await?;
    let bought = bought.items.into_iter().map(|purchase| line(lang, purchase));
    Ok((packs, bought.collect()))
}

fn packs(offer: &PaymentSettings, lang: Lang) -> Vec<PackLine> {
    let line = |pack: &Pack| PackLine {
        credits: pack.credits,
        price: price(lang, &offer.currency, pack.price_minor),
    };
    offer.packs.iter().map(line).collect()
}

fn line(lang: Lang, purchase: Purchase) -> PurchaseLine {
    let currency = Currency {
        code: purchase.currency,
    };
    PurchaseLine {
        href: paths::purchase(&purchase.id.to_string()),
        credits: purchase.bought.credits(),
        price: price(lang, &currency, purchase.price_minor),
        state: purchase.state.as_str(),
        refunded: purchase.refunded.credits(),
        created_at: purchase.created_at,
    }
}

/// An amount the way of the language, with the letters of its currency, which no two share.
fn price(lang: Lang, currency: &Currency, minor: i64) -> String {
    // Below 2^53 for every price that can be asked for.
    let amount: f64 = currency.decimal(minor).parse().unwrap_or(f64::NAN);
    let amount = format::number(lang, amount, currency.decimals().into());
    format!("{amount}\u{a0}{}", currency.code.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_written_the_way_of_the_language() {
        let price = |lang, code: &str, minor| price(lang, &Currency { code: code.to_owned() }, minor);
        assert_eq!(price(Lang::En, "usd", 123_450), "1,234.50\u{a0}USD");
        assert_eq!(price(Lang::De, "eur", 500), "5,00\u{a0}EUR");
        assert_eq!(price(Lang::En, "jpy", 700), "700\u{a0}JPY");
    }
}
