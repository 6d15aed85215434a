//! What you have, and what became of it.

pub(crate) mod balance;
pub(crate) mod history;
