//! What you have, what became of it, and buying more.

pub(crate) mod balance;
pub(crate) mod history;
pub(crate) mod packs;
pub(crate) mod purchases;
