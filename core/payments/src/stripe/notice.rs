//! From Stripe's events to notices.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::wire::{Charge, Event, Session};
use crate::{Notice, NoticeError, Outcome};

/// Reads a body whose signature was checked. Events of checkouts that are not ours, of other products of the same account, are nobody's.
pub(super) fn read(body: &[u8]) -> Result<Option<Notice>, NoticeError> {
    let event: Event = serde_json::from_slice(body).map_err(|_| NoticeError::Body)?;
    let object = event.data.object;
    match event.kind.as_str() {
        "checkout.session.completed" | "checkout.session.async_payment_succeeded" => of_session(object, None),
        "checkout.session.async_payment_failed" => of_session(object, Some(Outcome::Failed)),
        "checkout.session.expired" => of_session(object, Some(Outcome::Expired)),
        "charge.refunded" => of_charge(object),
        _ => Ok(None),
    }
}

/// `outcome` is what the event says; without it the session says itself.
fn of_session(object: Value, outcome: Option<Outcome>) -> Result<Option<Notice>, NoticeError> {
    let session: Session = parse(object)?;
    let Some(order_id) = session.order_id() else {
        return Ok(None);
    };
    let outcome = outcome.or_else(|| session.outcome()).ok_or(NoticeError::Body)?;
    Ok(Some(Notice::Order { order_id, outcome }))
}

fn of_charge(object: Value) -> Result<Option<Notice>, NoticeError> {
    let charge: Charge = parse(object)?;
    let notice = charge.payment_intent.map(|payment_id| Notice::Refunded {
        payment_id,
        refunded: charge.amount_refunded,
        whole: charge.amount,
    });
    Ok(notice)
}

fn parse<T: DeserializeOwned>(object: Value) -> Result<T, NoticeError> {
    serde_json::from_value(object).map_err(|_| NoticeError::Body)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::Amount;

    const ORDER: &str = "01936f00-0000-7000-8000-000000000001";

    fn event(kind: &str, object: &Value) -> Result<Option<Notice>, NoticeError> {
        read(
            json!({ "id": "evt_1", "object": "event", "type": kind, "data": { "object": object } })
                .to_string()
                .as_bytes(),
        )
    }

    fn session(payment_status: &str, reference: &Value) -> Value {
        json!({
            "id": "cs_test_1", "object": "checkout.session", "status": "complete", "payment_status": payment_status,
            "amount_total": 500, "currency": "usd", "payment_intent": "pi_1", "client_reference_id": reference, "url": null,
        })
    }

    fn order(outcome: Outcome) -> Result<Option<Notice>, NoticeError> {
        let order_id: Uuid = ORDER.parse().unwrap();
        Ok(Some(Notice::Order { order_id, outcome }))
    }

    #[test]
    fn events_say_what_became_of_an_order() {
        let paid = Outcome::Paid {
            payment_id: "pi_1".to_owned(),
            amount: Amount {
                minor: 500,
                currency: "usd".to_owned(),
            },
        };
        let ours = json!(ORDER);
        for (kind, payment_status, outcome) in [
            ("checkout.session.completed", "paid", paid.clone()),
            ("checkout.session.completed", "unpaid", Outcome::Open),
            ("checkout.session.async_payment_succeeded", "paid", paid),
            ("checkout.session.async_payment_failed", "unpaid", Outcome::Failed),
            ("checkout.session.expired", "unpaid", Outcome::Expired),
        ] {
            assert_eq!(event(kind, &session(payment_status, &ours)), order(outcome), "{kind}");
        }
        let charge = json!({ "id": "ch_1", "payment_intent": "pi_1", "amount": 500, "amount_refunded": 200 });
        let refunded = Notice::Refunded {
            payment_id: "pi_1".to_owned(),
            refunded: 200,
            whole: 500,
        };
        assert_eq!(event("charge.refunded", &charge), Ok(Some(refunded)));
    }

    #[test]
    fn what_is_not_ours_is_passed_over_and_what_is_no_event_refused() {
        for reference in [Value::Null, json!("cart 17")] {
            assert_eq!(
                event("checkout.session.completed", &session("paid", &reference)),
                Ok(None)
            );
        }
        assert_eq!(event("invoice.paid", &json!({})), Ok(None));
        assert_eq!(event("charge.refunded", &json!({})), Err(NoticeError::Body));
        let mut incomplete = session("paid", &json!(ORDER));
        incomplete["payment_intent"] = Value::Null;
        assert_eq!(event("checkout.session.completed", &incomplete), Err(NoticeError::Body));
        assert_eq!(read(b"payment=ok"), Err(NoticeError::Body));
    }
}
