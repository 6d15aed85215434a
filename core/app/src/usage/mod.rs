//! What a user used: jobs, pictures and credits, by day, month, model, action and project. Days are days in UTC.

mod lists;
mod overview;
mod span;

pub use lists::{by, daily, monthly, total};
pub use overview::{Stats, UsageOverview, overview, stats};
pub use span::{MAX_DAYS, MAX_MONTHS, Span};
pub use studio_db::usage::all::{Installation, UserShare};
pub use studio_db::usage::sums::{Dimension, Share, Used};
