//! Buying credits.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::View;

/// Credits with a price.
#[derive(Debug, Clone, Serialize)]
pub struct PackLine {
    pub credits: u32,
    /// With its currency, as text.
    pub price: String,
}

/// Credits that were bought, or are to be.
#[derive(Debug, Clone, Serialize)]
pub struct PurchaseLine {
    pub href: String,
    pub credits: f64,
    /// With its currency, as text.
    pub price: String,
    /// `open`, `paid`, `failed` or `expired`.
    pub state: &'static str,
    /// What was bought by money that was given back.
    pub refunded: f64,
    pub created_at: DateTime<Utc>,
}

/// The page of a purchase.
#[derive(Debug, Clone, Serialize)]
pub struct PurchasePage {
    pub line: PurchaseLine,
    /// Where it is paid, while it can be.
    pub checkout_href: Option<String>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// What was spent already of credits whose price was given back.
    pub unrecovered: f64,
}

impl View for PurchasePage {
    const PAGE: &'static str = "pages/purchase/page.html";
}
