//! Buying credits through a payment service, if the studio sells them.
//!
//! A purchase is a row before the service hears of it, so that money which comes always finds what it was for. Credits are given once,
//! when the service says that it was paid: by its signed notice ([`settle()`]), or when it is asked ([`find()`]) because somebody looks at a
//! purchase that is still open. What is given back is taken from the balance as far as there is any; the balance never goes below zero.

mod begin;
mod find;
mod settle;

use std::sync::Arc;
use std::time::Duration;

use studio_db::purchases;
use studio_model::{MICRODOLLARS_PER_CREDIT, MicroDollars};
use studio_payments::{Payments, Stripe, StripeSettings};

use crate::{App, PaymentSettings};

pub use begin::{Begun, begin};
pub use find::{find, list};
pub use purchases::Purchase;
pub use settle::settle;

/// For a request to the payment service, whose user waits.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The payment service of a configuration. It is not contacted yet.
///
/// # Errors
/// When its key cannot be sent.
pub fn open_service(settings: &PaymentSettings) -> anyhow::Result<Arc<dyn Payments>> {
    let webhook_secrets = settings.webhook_secrets.iter();
    Ok(Arc::new(Stripe::new(StripeSettings {
        secret_key: settings.secret_key.expose().to_owned(),
        webhook_secrets: webhook_secrets.map(|secret| secret.expose().to_owned()).collect(),
        api_url: settings.api_url.clone(),
        timeout: TIMEOUT,
    })?))
}

/// What is sold and how; `None` when nothing is.
#[must_use]
pub fn offer(app: &App) -> Option<&PaymentSettings> {
    app.config.payments.as_ref()
}

fn amount_of(credits: u32) -> MicroDollars {
    MicroDollars(i64::from(credits) * MICRODOLLARS_PER_CREDIT)
}
