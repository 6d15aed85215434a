//! Telling webhooks. Several processes may do it at once: each delivery is taken by one.
//!
//! Safe to run twice, in this sense: a worker that dies between sending and noting it leaves the delivery to be sent again, with the
//! same id. Better twice than not at all. A slow receiver has a few places of its own and keeps nobody else waiting.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use rand::RngExt;
use serde_json::json;
use studio_db::webhooks::sending::{self, DueDelivery, Outcome, Portion};
use studio_model::{WebhookId, WebhookTrouble};
use tokio::task::{Id, JoinSet};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::notices;
use crate::error::chain;
use crate::{App, Error, Result, webhooks};

/// How often the queue is looked at when nothing ends.
const LOOK: Duration = Duration::from_millis(500);
/// Deliveries under way in one process.
const PLACES: usize = 16;
/// Taken for one webhook at a time. It is given others while fewer than twice as many are under way.
const EACH: usize = 2;
/// Another attempt may begin after this time, when nothing was heard of the first, which lasts 10 s at most.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Pauses after the first, second, … failure, in seconds: about 24 hours in all. The attempt after the last pause is the last one.
const PAUSES_S: [u32; 10] = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 28_800];
/// A pause is up to this share longer or shorter, so that what failed together does not come back together.
const JITTER: f64 = 0.2;
/// A webhook that took nothing for so long is switched off when it fails again: somewhat less than all pauses.
const PATIENCE: TimeDelta = TimeDelta::hours(18);
/// Bytes of an answer that are kept.
const ANSWER_BYTES: usize = 1024;
/// Characters of an error that are kept.
const ERROR_CHARS: usize = 500;

/// Sends what is due until `stop`, and lets what is under way end then.
pub async fn run(app: &App, stop: CancellationToken) {
    let mut tick = interval(LOOK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut sender = Sender::new(app);
    loop {
        tokio::select! {
            _ = tick.tick() => (),
            true = sender.ended() => (),
            () = stop.cancelled() => break,
        }
        if let Err(error) = sender.take().await {
            tracing::warn!(%error, "what webhooks are to be told could not be taken and is later");
        }
    }
    while sender.ended().await {}
}

/// What one process has under way.
struct Sender<'a> {
    app: &'a App,
    under_way: JoinSet<()>,
    webhooks: HashMap<Id, WebhookId>,
}

impl<'a> Sender<'a> {
    fn new(app: &'a App) -> Self {
        Self {
            app,
            under_way: JoinSet::new(),
            webhooks: HashMap::new(),
        }
    }

    /// Waits until one has ended; `false` when none is under way.
    async fn ended(&mut self) -> bool {
        let Some(ended) = self.under_way.join_next_with_id().await else {
            return false;
        };
        let task = match ended {
            Ok((task, ())) => task,
            Err(error) => {
                tracing::error!(%error, "sending to a webhook broke off");
                error.id()
            }
        };
        self.webhooks.remove(&task);
        true
    }

    /// Webhooks that get no others for now.
    fn busy(&self) -> Vec<Uuid> {
        let count = |id: &WebhookId| self.webhooks.values().filter(|other| *other == id).count();
        let busy: HashSet<Uuid> = self
            .webhooks
            .values()
            .filter(|id| count(id) > EACH)
            .map(|id| id.0)
            .collect();
        busy.into_iter().collect()
    }

    /// Begins as many as there are places for.
    async fn take(&mut self) -> Result<()> {
        let free = PLACES - self.under_way.len();
        if free == 0 {
            return Ok(());
        }
        let busy = self.busy();
        let portion = Portion {
            most: i64::try_from(free).map_err(Error::internal)?,
            each: i64::try_from(EACH).map_err(Error::internal)?,
            not_for: &busy,
        };
        let now = self.app.clock.now();
        let due = sending::claim_due(&mut *self.app.db.acquire().await?, portion, now, now + LEASE).await?;
        for delivery in due {
            let (app, id) = (self.app.clone(), delivery.webhook_id);
            let task = self.under_way.spawn(async move {
                if let Err(error) = send(&app, &delivery).await {
                    // It is taken again when its lease is over.
                    tracing::warn!(webhook.id = %id, %error, "how a webhook took something could not be noted");
                }
            });
            self.webhooks.insert(task.id(), id);
        }
        Ok(())
    }
}

/// How an attempt went.
struct Tried {
    status: Option<StatusCode>,
    answer: String,
    error: Option<String>,
    /// Another attempt changes nothing.
    is_final: bool,
}

impl Tried {
    fn failed(error: String, is_final: bool) -> Self {
        Self {
            status: None,
            answer: String::new(),
            error: Some(error),
            is_final,
        }
    }
}

/// Makes one attempt and notes what came of it.
async fn send(app: &App, delivery: &DueDelivery) -> Result<()> {
    let begun = Instant::now();
    let tried = attempt(app, delivery).await;
    let (mut conn, now) = (app.db.acquire().await?, app.clock.now());
    let outcome = Outcome {
        at: now,
        duration_ms: i32::try_from(begun.elapsed().as_millis()).unwrap_or(i32::MAX),
        answer_status: tried.status.and_then(|status| i16::try_from(status.as_u16()).ok()),
        answer: &tried.answer,
        error: tried.error.as_deref(),
    };
    let retry_at = if tried.is_final {
        None
    } else {
        retry_at(delivery.attempts, now)
    };
    if !sending::mark(&mut conn, delivery, &outcome, retry_at).await? {
        return Ok(());
    }
    let Some(error) = &tried.error else {
        return Ok(sending::clear_failing(&mut conn, delivery.webhook_id).await?);
    };
    tracing::debug!(webhook.id = %delivery.webhook_id, attempts = delivery.attempts, is_given_up = retry_at.is_none(), error, "a webhook did not take something");
    let since = sending::mark_failing(&mut conn, delivery.webhook_id, now).await?;
    drop(conn);
    match since {
        _ if tried.status == Some(StatusCode::GONE) => disable(app, delivery, WebhookTrouble::Gone, now).await,
        Some(since) if now - since >= PATIENCE => disable(app, delivery, WebhookTrouble::Failing, now).await,
        _ => Ok(()),
    }
}

async fn attempt(app: &App, delivery: &DueDelivery) -> Tried {
    let body = json!({
        "type": delivery.event,
        "timestamp": delivery.created_at.to_rfc3339_opts(SecondsFormat::Millis, true),
        "data": delivery.data,
    });
    let body = body.to_string().into_bytes();
    let (Some(headers), Ok(url)) = (headers(app, delivery, &body), delivery.url.parse()) else {
        return Tried::failed(
            "the secret cannot be opened any more; make another one".to_owned(),
            true,
        );
    };
    match app.outbound.post(url, headers, body, ANSWER_BYTES).await {
        Ok(answer) => Tried {
            status: Some(answer.status),
            answer: shown(&answer.body),
            error: (!answer.status.is_success()).then(|| format!("answered {}", answer.status)),
            is_final: answer.status == StatusCode::GONE,
        },
        Err(failure) => Tried::failed(chain(&failure).chars().take(ERROR_CHARS).collect(), false),
    }
}

/// None when its secret cannot be opened.
fn headers(app: &App, delivery: &DueDelivery, body: &[u8]) -> Option<HeaderMap> {
    let (id, timestamp) = (delivery.id.0, app.clock.now().timestamp());
    let present = webhooks::open(app, delivery.webhook_id, &delivery.secret)?;
    let previous = delivery.previous_secret.as_deref();
    let previous = previous.and_then(|sealed| webhooks::open(app, delivery.webhook_id, sealed));
    let signatures: Vec<String> = [Some(present), previous]
        .into_iter()
        .flatten()
        .map(|secret| secret.sign(id, timestamp, body))
        .collect();
    let value = |text: String| HeaderValue::try_from(text).ok();
    Some(HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (HeaderName::from_static("webhook-id"), value(id.to_string())?),
        (
            HeaderName::from_static("webhook-timestamp"),
            value(timestamp.to_string())?,
        ),
        (
            HeaderName::from_static("webhook-signature"),
            value(signatures.join(" "))?,
        ),
    ]))
}

/// An answer as text that can be kept: PostgreSQL takes no NUL.
fn shown(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body).replace('\0', "\u{fffd}");
    text.chars().take(ANSWER_BYTES).collect()
}

/// When the next attempt is, after so many.
fn retry_at(attempts: u32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let index = usize::try_from(attempts.checked_sub(1)?).ok()?;
    let pause = f64::from(*PAUSES_S.get(index)?) * rand::rng().random_range(1.0 - JITTER..=1.0 + JITTER);
    Some(now + TimeDelta::from_std(Duration::from_secs_f64(pause)).ok()?)
}

/// Switches a webhook off and tells its owner.
async fn disable(app: &App, delivery: &DueDelivery, trouble: WebhookTrouble, now: DateTime<Utc>) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !sending::disable(&mut tx, delivery, trouble, now).await? {
        return Ok(());
    }
    notices::webhook_disabled(&mut tx, delivery, trouble, now).await?;
    tx.commit().await?;
    app.live.changed();
    tracing::info!(webhook.id = %delivery.webhook_id, reason = trouble.as_str(), "a webhook was switched off");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_are_spread_over_about_a_day() {
        let now = Utc::now();
        let pauses: Vec<TimeDelta> = (1..)
            .map_while(|attempts| retry_at(attempts, now))
            .map(|at| at - now)
            .collect();
        assert_eq!(pauses.len(), PAUSES_S.len());
        for (pause, usual) in pauses.iter().zip(PAUSES_S) {
            let share = pause.as_seconds_f64() / f64::from(usual);
            assert!((0.79..=1.21).contains(&share), "{pause} of {usual} s");
        }
        let hours = PAUSES_S.iter().sum::<u32>() / 3600;
        assert_eq!(hours, 23);
        // Even when every pause is as short as it can be.
        assert!(f64::from(PAUSES_S.iter().sum::<u32>()) * (1.0 - JITTER) > PATIENCE.as_seconds_f64());
        assert_eq!(retry_at(0, now), None);
    }

    #[test]
    fn an_answer_can_be_kept_whatever_it_is() {
        assert_eq!(shown(b"a\0b\xff"), "a\u{fffd}b\u{fffd}");
        assert_eq!(shown(&[b'x'; 5000]).len(), ANSWER_BYTES);
    }
}
