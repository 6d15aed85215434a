//! What users have, what became of it, and giving them more.

mod balance;
mod grant;
mod history;

pub use balance::{Balance, balance};
pub use grant::{MAX_GRANT_CREDITS, grant};
pub use history::{Movement, history};
