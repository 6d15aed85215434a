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
    fn amounts_are_shown_in_credits() {
        assert_eq!(MicroDollars(25_000).to_string(), "25");
        assert_eq!(MicroDollars(1_500).to_string(), "1.5");
        assert_eq!(MicroDollars::saturating_from(u64::MAX), MicroDollars(i64::MAX));
    }
}
