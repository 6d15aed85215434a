//! Mails: what they say, and writing them down in the transaction of their cause. `tasks::mail` sends them.
//!
//! What a mail is filled with is kept sealed until it is sent, because it holds links that let their reader in.
//! What a newcomer gets wrong: nothing that a user wrote goes into a header. Subjects are constant, and the recipient is an address
//! that passed the check for addresses.

mod content;
mod outbox;
mod queue;
mod render;

use chrono::TimeDelta;

pub(crate) use content::Content;
pub use outbox::{OutboxMail, is_open, list_outbox};
pub(crate) use queue::{Recipient, open, queue};
pub(crate) use render::render;

/// How long a mail that tells what happened to an account is worth sending.
pub(crate) const NEWS_LIFETIME: TimeDelta = TimeDelta::days(2);
