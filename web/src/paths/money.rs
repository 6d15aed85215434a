//! Addresses of credits: what there is of them, budgets, and buying more.

use super::segment;

/// What the user has, what became of it, and budgets.
pub const CREDITS: &str = "/credits";
/// POST only: set a budget.
pub const PUT_BUDGET: &str = "/credits/budgets";
/// POST only: begin to buy credits.
pub const BEGIN_PURCHASE: &str = "/credits/purchases";

/// What became of the user's credits before a place in the list.
#[must_use]
pub fn credits_before(cursor: &str) -> String {
    format!("{CREDITS}?before={}", segment(cursor))
}

/// Credits that are bought.
#[must_use]
pub fn purchase(id: &str) -> String {
    format!("{BEGIN_PURCHASE}/{}", segment(id))
}
