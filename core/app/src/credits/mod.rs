//! What users have, what became of it, and giving them more.

mod balance;
mod check;
mod grant;
mod history;

pub use balance::{Balance, balance};
pub use check::{LedgerReport, check_ledger};
pub use grant::{MAX_GRANT_CREDITS, grant};
pub use history::{Movement, history};
