//! Addresses of yours that are told what happens, and what they were told.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod deliveries;
mod delivery;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod resend;
pub(crate) mod secret;
pub(crate) mod update;
mod webhook;

use delivery::{DeliveryBody, DeliveryEnvelope};
use webhook::{MadeWebhookBody, WebhookBody, WebhookEnvelope, WebhookRequestBody};
