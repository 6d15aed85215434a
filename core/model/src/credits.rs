//! Amounts of money.

use std::{fmt, iter::Sum};

use serde::{Deserialize, Serialize};

/// Micro-dollars in one credit, the unit users see. Fixed in the schema too (`users.credits_balance`).
pub const MICRODOLLARS_PER_CREDIT: i64 = 1_000;

/// An amount in micro-dollars (1,000,000 = 1 USD). May be negative only where a ledger entry takes money away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MicroDollars(pub i64);

impl MicroDollars {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The amount in credits, with fractions: 1,500 micro-dollars are 1.5 credits.
    #[must_use]
    pub fn credits(self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "shown to people; exact up to 2^53 micro-dollars"
        )]
        let amount = self.0 as f64;
        #[expect(clippy::cast_precision_loss, reason = "a small constant")]
        let per_credit = MICRODOLLARS_PER_CREDIT as f64;
        amount / per_credit
    }

    /// An amount that somebody wrote in credits, to the nearest micro-dollar; `None` unless it is more than zero and at most `most`.
    #[must_use]
    pub fn from_credits(credits: f64, most: f64) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "a small constant")]
        let micros = (credits * MICRODOLLARS_PER_CREDIT as f64).round();
        let fits = credits.is_finite() && credits <= most && micros >= 1.0 && micros < 2f64.powi(53);
        #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
        fits.then_some(Self(micros as i64))
    }

    /// An unsigned count of micro-dollars, as plugins state prices; amounts past `i64::MAX` become `i64::MAX`.
    #[must_use]
    pub fn saturating_from(amount: u64) -> Self {
        Self(i64::try_from(amount).unwrap_or(i64::MAX))
    }
}

impl Sum for MicroDollars {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.map(|amount| amount.0).sum())
    }
}

impl fmt::Display for MicroDollars {
    /// Credits, with as few decimals as needed: `25`, `1.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.credits().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_amounts_within_bounds_are_read() {
        let most = 1_000_000.0;
        assert_eq!(MicroDollars::from_credits(0.001, most), Some(MicroDollars(1)));
        assert_eq!(
            MicroDollars::from_credits(most, most),
            Some(MicroDollars(1_000_000_000))
        );
        for credits in [0.0, -1.0, 0.0001, 1_000_000.1, f64::NAN, f64::INFINITY] {
            assert_eq!(MicroDollars::from_credits(credits, most), None, "{credits}");
        }
        assert_eq!(
            MicroDollars::from_credits(1e15, f64::INFINITY),
            None,
            "more than is exact"
        );
    }

    #[test]
    fn amounts_are_shown_in_credits() {
        assert_eq!(MicroDollars(25_000).to_string(), "25");
        assert_eq!(MicroDollars(1_500).to_string(), "1.5");
        assert_eq!(MicroDollars::saturating_from(u64::MAX), MicroDollars(i64::MAX));
    }
}
