//! The end of an account: asked for, taken back within a time of grace, else carried out by `tasks::housekeeping`.
//!
//! | from asking on | until the grace is over | then |
//! |---|---|---|
//! | every browser is logged out, every key is revoked, schedules are held back | who logs in may keep the account, or log out | a chore removes everything |
//! | what works is cancelled within moments | nothing of it is shown to others | the rest of the credits expires |
//!
//! What a newcomer gets wrong: a session of an account that is leaving is a session. It is `User::deletes_at` that says that it may
//! do nothing but keep the account.

mod find;
mod keep;
mod request;

pub use find::{Leaving, find_deletion};
pub use keep::keep_account;
pub use request::{Farewell, request_deletion};
pub use studio_db::leaving::{Contents, Deletion};
