//! Budgets: what a user wants to spend at most in a day or a month, in all or in a project.

mod manage;
mod view;

pub use manage::{delete, list, put};
pub use studio_model::BudgetPeriod;
pub(crate) use view::reached;
pub use view::{BudgetState, BudgetView};
