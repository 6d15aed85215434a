//! What the program can be.

pub(crate) mod check;
pub(crate) mod drill;
pub(crate) mod migrate;
pub(crate) mod seed;
pub(crate) mod serve;
pub(crate) mod sim;
mod start;
mod verdict;
