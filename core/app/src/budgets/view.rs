//! A budget as its owner sees it, and what it says when it refuses.

use chrono::{DateTime, Utc};
use studio_db::budgets::Budget;
use studio_model::{BudgetPeriod, MicroDollars};
use uuid::Uuid;

/// How much of a budget is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetState {
    /// Less than four fifths.
    Free,
    /// Four fifths or more.
    Near,
    /// All of it.
    Reached,
}

impl BudgetState {
    /// The word for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Near => "near",
            Self::Reached => "reached",
        }
    }
}

/// A budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetView {
    /// Key.
    pub id: Uuid,
    /// Of this project; of everything where there is none.
    pub project_id: Option<Uuid>,
    /// The span.
    pub period: BudgetPeriod,
    /// What may be spent.
    pub limit: MicroDollars,
    /// It refuses; a soft one only tells.
    pub is_hard: bool,
    /// Held and paid in the present span.
    pub used: MicroDollars,
    /// How much of it that is.
    pub state: BudgetState,
    /// When it starts anew.
    pub ends_at: Option<DateTime<Utc>>,
    /// When it was last set.
    pub updated_at: DateTime<Utc>,
}

impl BudgetView {
    pub(super) fn new(budget: &Budget, now: DateTime<Utc>) -> Self {
        let is_present = budget.period.ends_after(budget.period_start) == budget.period.ends_after(now);
        let used = if is_present { budget.used } else { MicroDollars::ZERO };
        Self {
            id: budget.id,
            project_id: budget.project_id,
            period: budget.period,
            limit: budget.limit,
            is_hard: budget.is_hard,
            used,
            state: state(used, budget.limit),
            ends_at: budget.period.ends_after(now),
            updated_at: budget.updated_at,
        }
    }
}

fn state(used: MicroDollars, limit: MicroDollars) -> BudgetState {
    if used >= limit {
        BudgetState::Reached
    } else if used.0 >= limit.0 / 5 * 4 {
        BudgetState::Near
    } else {
        BudgetState::Free
    }
}

/// Why a hold was refused, as a sentence.
pub(crate) fn reached(budget: &Budget, needed: MicroDollars, left: MicroDollars) -> String {
    let (whose, span) = (
        if budget.project_id.is_some() {
            "the project's"
        } else {
            "your"
        },
        match budget.period {
            BudgetPeriod::Day => "a day",
            BudgetPeriod::Month => "a month",
        },
    );
    let anew = budget.period.ends_after(budget.period_start);
    let anew = anew.map_or_else(String::new, |at| {
        format!("; it starts anew at {} UTC", at.format("%Y-%m-%d %H:%M"))
    });
    format!(
        "this costs up to {needed} credits, and {whose} budget of {} credits {span} has {left} left{anew}",
        budget.limit
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_fifths_are_near() {
        let of_ten = |used| state(MicroDollars(used), MicroDollars(10));
        assert_eq!([7, 8, 9, 10, 11].map(of_ten), {
            use BudgetState::{Free, Near, Reached};
            [Free, Near, Near, Reached, Reached]
        });
    }
}
