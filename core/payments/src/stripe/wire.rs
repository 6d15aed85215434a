//! The parts of Stripe's objects that are read here. Fields that are not named are ignored, as the API's versioning asks.

use serde::Deserialize;
use uuid::Uuid;

use crate::{Amount, Outcome};

/// A [Checkout Session](https://docs.stripe.com/api/checkout/sessions/object).
#[derive(Debug, Deserialize)]
pub(super) struct Session {
    pub(super) id: String,
    /// Only while it is open.
    pub(super) url: Option<String>,
    /// `open`, `complete` or `expired`.
    status: Option<String>,
    /// `paid`, `unpaid` or `no_payment_required`.
    payment_status: String,
    amount_total: Option<i64>,
    currency: Option<String>,
    payment_intent: Option<String>,
    client_reference_id: Option<String>,
}

impl Session {
    /// Ours, if this is a checkout of ours: another product of the same account may refer to anything.
    pub(super) fn order_id(&self) -> Option<Uuid> {
        self.client_reference_id.as_deref()?.parse().ok()
    }

    /// `None` when it says that it is paid and not what.
    pub(super) fn outcome(self) -> Option<Outcome> {
        match (self.payment_status.as_str(), self.status.as_deref()) {
            ("paid", _) => Some(Outcome::Paid {
                payment_id: self.payment_intent?,
                amount: Amount {
                    minor: self.amount_total?,
                    currency: self.currency?,
                },
            }),
            (_, Some("expired")) => Some(Outcome::Expired),
            // `complete` and `unpaid`: a bank transfer that is under way.
            _ => Some(Outcome::Open),
        }
    }
}

/// A [Charge](https://docs.stripe.com/api/charges/object).
#[derive(Debug, Deserialize)]
pub(super) struct Charge {
    pub(super) payment_intent: Option<String>,
    pub(super) amount: i64,
    pub(super) amount_refunded: i64,
}

/// An [Event](https://docs.stripe.com/api/events/object).
#[derive(Debug, Deserialize)]
pub(super) struct Event {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) data: EventData,
}

#[derive(Debug, Deserialize)]
pub(super) struct EventData {
    pub(super) object: serde_json::Value,
}

/// An [error](https://docs.stripe.com/api/errors).
#[derive(Debug, Deserialize)]
pub(super) struct Failure {
    pub(super) error: FailureDetails,
}

#[derive(Debug, Deserialize)]
pub(super) struct FailureDetails {
    #[serde(default)]
    pub(super) message: String,
}
