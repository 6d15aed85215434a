//! Being paid: orders go out to a payment service, and what becomes of them comes back.
//!
//! Knows nothing of the studio. [`Payments`] is the interface; [`Stripe`] is the one service that there is. What the studio needs of a
//! service are two requests and a signature, which is why no SDK stands between: those for Rust carry all of the service's interface.
//!
//! What a newcomer gets wrong: a customer who comes back has not paid, and a notice comes late, twice, out of order or never. Only a
//! signed [`Notice`] or [`Payments::find`] says that money came, and either may say it again.

mod stripe;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use http::HeaderMap;
use url::Url;
use uuid::Uuid;

pub use stripe::{Stripe, StripeSettings};

/// An amount as payment services count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// In the smallest unit of the currency: cents of a dollar, whole yen.
    pub minor: i64,
    /// Three letters of ISO 4217, lower case.
    pub currency: String,
}

/// What somebody wants to pay for.
#[derive(Clone, Debug)]
pub struct Order {
    /// Ours. The same order asked for twice is one checkout.
    pub id: Uuid,
    /// What it is, on the service's page and the receipt.
    pub title: String,
    /// What it costs.
    pub amount: Amount,
    /// For the receipt.
    pub email: String,
    /// Where the customer comes back to, paid or not.
    pub return_url: Url,
    /// When the checkout ends; services want it 30 minutes to 24 hours ahead.
    pub expires_at: DateTime<Utc>,
}

/// A page of the service on which an order is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkout {
    /// The service's name for it.
    pub id: String,
    /// The page.
    pub url: Url,
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet.
    Open,
    /// The money came.
    Paid {
        /// The service's name for the payment; refunds go by it.
        payment_id: String,
        /// What was paid.
        amount: Amount,
    },
    /// The payment was refused after the checkout.
    Failed,
    /// Nobody paid in time.
    Expired,
}

/// What the service tells without being asked. May come twice and in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Of an order of ours.
    Order {
        /// Which.
        order_id: Uuid,
        /// What became of it.
        outcome: Outcome,
    },
    /// Money was given back.
    Refunded {
        /// Of which payment.
        payment_id: String,
        /// All that was given back so far, in the smallest unit of `whole`.
        refunded: i64,
        /// All that was paid; a service may count both in the customer's currency, so only their ratio says anything.
        whole: i64,
    },
}

/// The service did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It did not answer, or not in time, or says that it cannot now. The same request may work later and does nothing twice.
    #[error("the payment service is not available: {0}")]
    Unavailable(String),
    /// It refuses: a wrong key, an amount below its least.
    #[error("the payment service refuses with status {status}: {message}")]
    Refused {
        /// Of its answer.
        status: u16,
        /// Its words.
        message: String,
    },
    /// Its answer is not what its documentation says.
    #[error("the payment service answers with something else: {0}")]
    Unexpected(String),
}

/// A notice that cannot be believed or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// No signature, none of ours, or one of another body.
    #[error("the signature is not valid")]
    Signature,
    /// Signed more than five minutes ago, or in the future.
    #[error("the signature is too old")]
    Age,
    /// Signed, but not a notice as the service documents it.
    #[error("the body is not a notice")]
    Body,
}

/// A payment service.
#[async_trait]
pub trait Payments: std::fmt::Debug + Send + Sync {
    /// Opens a checkout. The same order again gives the same one.
    ///
    /// # Errors
    /// [`Error`].
    async fn begin(&self, order: &Order) -> Result<Checkout, Error>;

    /// What became of a checkout.
    ///
    /// # Errors
    /// [`Error`].
    async fn find(&self, checkout_id: &str) -> Result<Outcome, Error>;

    /// Reads what the service sent. `None` for news that nobody here needs.
    ///
    /// # Errors
    /// [`NoticeError`].
    fn read(&self, headers: &HeaderMap, body: &[u8], now: DateTime<Utc>) -> Result<Option<Notice>, NoticeError>;
}
