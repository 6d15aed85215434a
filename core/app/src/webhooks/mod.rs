//! Webhooks: addresses of users that are told what happens, signed as <https://www.standardwebhooks.com> describes it (read
//! 2026-11-27). `tasks::webhooks` tells them.
//!
//! What a newcomer gets wrong: what is told is written down where it happens, in the same transaction, with what is told of it; the
//! worker sends that and never asks what became of the thing meanwhile.

mod deliveries;
mod edit;
mod find;
mod secret;
mod view;

pub use deliveries::{MAX_TRIALS, TRIAL, find_delivery, list_deliveries, resend, send_trial};
pub use edit::{MAX_WEBHOOKS, Made, WebhookRequest, create, delete, rotate_secret, update};
pub use find::{find, list};
pub(crate) use secret::open;
pub use secret::{PREVIOUS_LIFETIME, WebhookSecret};
pub use studio_db::webhooks::deliveries::Delivery;
pub use studio_model::{DeliveryStatus, WebhookEvent, WebhookTrouble};
pub use view::WebhookView;
