//! Delivery with back-off until somebody says 2xx.

use std::{borrow::Cow, net::IpAddr, time::Duration};

use chrono::Utc;
use serde::Serialize;
use serde_json::Value;
use url::{Host, Url};

use super::sign::signature;
use crate::{
    faults::{FaultKind, Stage},
    jobs::{Order, Outcome},
    journal::Event,
    runner::spawn_for,
    state::Sim,
};

/// Longest pause between tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// Delivers the webhook of a finished request in the background, if it asked for one.
pub(crate) fn deliver(sim: &Sim, id: &str) {
    let found = sim.jobs().get(id).and_then(|job| {
        let url = Url::parse(job.order.webhook.as_deref()?).ok();
        Some((job.order.clone(), job.outcome.clone()?, url))
    });
    let Some((order, outcome, Some(url))) = found else {
        return;
    };
    if !sim.live().webhook.allow_private_targets && is_private(&url) {
        tracing::info!(%url, "the provider does not call private addresses");
        return;
    }
    let delivery = Delivery {
        body: body(&order, &outcome),
        order,
        url,
    };
    spawn_for(sim, id, move |sim, id| async move {
        delivery.run(&sim).await;
        sim.record(&Event::WebhookSettled { id: Cow::Borrowed(&id) });
    });
}

/// The JSON that is posted, in the documented key order.
#[derive(Serialize)]
struct Payload<'a> {
    request_id: &'a str,
    gateway_request_id: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    payload: Value,
}

fn body(order: &Order, outcome: &Outcome) -> Vec<u8> {
    let payload = Payload {
        request_id: &order.id,
        gateway_request_id: &order.id,
        status: if outcome.succeeded() { "OK" } else { "ERROR" },
        error: outcome.error.as_deref(),
        payload: serde_json::from_str(&outcome.body).unwrap_or_default(),
    };
    serde_json::to_vec(&payload).expect("webhook bodies have string keys and finite numbers")
}

struct Delivery {
    order: Order,
    url: Url,
    body: Vec<u8>,
}

impl Delivery {
    async fn run(&self, sim: &Sim) {
        let faults = sim.faults().draw(Stage::Webhook, &self.order.endpoint, || sim.roll());
        let mut deliveries = 1;
        let mut tamper = false;
        for fault in &faults {
            match fault {
                FaultKind::NoWebhook {} => return,
                FaultKind::LateWebhook { delay_ms } => tokio::time::sleep(Duration::from_millis(*delay_ms)).await,
                FaultKind::DuplicateWebhook { deliveries: wanted } => deliveries = *wanted,
                FaultKind::BadSignature {} => tamper = true,
                _ => {}
            }
        }
        for _ in 0..deliveries {
            self.until_acknowledged(sim, tamper).await;
        }
    }

    async fn until_acknowledged(&self, sim: &Sim, tamper: bool) {
        let policy = sim.live().webhook;
        for attempt in 0..policy.max_attempts {
            let timeout = if attempt == 0 {
                policy.first_timeout_ms
            } else {
                policy.later_timeout_ms
            };
            let status = self.attempt(sim, Duration::from_millis(timeout), tamper).await;
            match status {
                // Redirects are not followed and not retried.
                Some(200..=399) => return,
                _ => tokio::time::sleep(pause(policy.retry_base_ms, attempt)).await,
            }
        }
    }

    /// One try; the status, or `None` when nobody answered.
    async fn attempt(&self, sim: &Sim, timeout: Duration, tamper: bool) -> Option<u16> {
        let order = &self.order;
        let timestamp = Utc::now().timestamp();
        let mut signature = signature(&sim.signing_key, &order.id, &order.user_id, timestamp, &self.body);
        if tamper {
            let first = if signature.starts_with('0') { "1" } else { "0" };
            signature.replace_range(..1, first);
        }
        let sent = sim
            .http
            .post(self.url.clone())
            .timeout(timeout)
            .header("content-type", "application/json")
            .header("x-fal-webhook-request-id", &order.id)
            .header("x-fal-webhook-user-id", &order.user_id)
            .header("x-fal-webhook-timestamp", timestamp.to_string())
            .header("x-fal-webhook-signature", signature)
            .body(self.body.clone())
            .send()
            .await;
        let status = sent.ok().map(|response| response.status().as_u16());
        if let Some(job) = sim.jobs().get_mut(&order.id) {
            job.webhook_attempts += 1;
            job.webhook_status = status;
        }
        status
    }
}

/// Pause after try `attempt` (from 0): the base, doubled each time, at most five minutes.
fn pause(base_ms: u64, attempt: u32) -> Duration {
    Duration::from_millis(base_ms.saturating_mul(1 << attempt.min(20))).min(LONGEST_PAUSE)
}

/// Whether the provider would refuse to call this address.
fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => is_private_ip(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_private_ip(IpAddr::V6(ip)),
        None => true,
    }
}

fn is_private_ip(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_minutes() {
        assert_eq!(pause(1000, 0), Duration::from_secs(1));
        assert_eq!(pause(1000, 3), Duration::from_secs(8));
        assert_eq!(pause(1000, 30), LONGEST_PAUSE);
    }

    #[test]
    fn private_addresses_are_recognised() {
        for url in [
            "http://127.0.0.1/",
            "http://localhost:1/",
            "http://10.1.2.3/",
            "http://[::1]/",
        ] {
            assert!(is_private(&Url::parse(url).unwrap()), "{url}");
        }
        assert!(!is_private(&Url::parse("https://example.com/hook").unwrap()));
    }
}
