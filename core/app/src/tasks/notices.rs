//! Telling users what happened without them, each occasion once, in the transaction in which it happens.
//!
//! Links that end soon have no such transaction: they are looked for once a minute. Several processes may do it, because an occasion
//! is told once by its unique name.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use studio_db::batches::{self, Batch, tally};
use studio_db::notifications::{self, News};
use studio_db::webhooks::deliveries::{self, Announcement};
use studio_db::webhooks::sending::DueDelivery;
use studio_db::{PgConnection, schedules::Schedule};
use studio_model::{BatchId, NotificationKind, UserId, WebhookEvent, WebhookTrouble};
use tokio_util::sync::CancellationToken;

use crate::{App, Result};

/// How often links that end soon are looked for.
const INTERVAL: Duration = Duration::from_secs(60);
/// How long before its end a link's owner is told.
const AHEAD: TimeDelta = TimeDelta::hours(24);

/// Looks for links that end soon until `stop`.
pub async fn run(app: &App, stop: CancellationToken) {
    loop {
        if let Err(error) = tell_of_shares(app).await {
            tracing::warn!(%error, "links that end soon could not be looked for; tried again soon");
        }
        tokio::select! { () = tokio::time::sleep(INTERVAL) => (), () = stop.cancelled() => return }
    }
}

/// Tells owners of links that end within a day; gives how many were told of.
///
/// # Errors
/// When the database is away.
pub async fn tell_of_shares(app: &App) -> Result<u64> {
    let now = app.clock.now();
    let told = notifications::insert_expiring_shares(&mut *app.db.acquire().await?, now, now + AHEAD).await?;
    if told > 0 {
        app.live.changed();
    }
    Ok(told)
}

/// Tells what became of a batch that has just ended: one notification for all of its pictures.
pub(super) async fn batch_ended(
    conn: &mut PgConnection,
    user_id: UserId,
    id: BatchId,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(batch) = batches::find_for_user(conn, user_id, id).await? else {
        return Ok(());
    };
    let tally = tally::count(conn, &[id]).await?.get(&id).copied().unwrap_or_default();
    let news = News {
        kind: NotificationKind::BatchEnded,
        subject_id: id.0,
        about: &batch.name,
        details: json!({ "completed": tally.completed, "failed": tally.failed, "cancelled": tally.cancelled }),
        // One that was run again ends again.
        occasion: &format!("batch-ended:{id}:{}", now.timestamp_micros()),
    };
    notifications::insert(conn, user_id, &news, now).await?;
    let told = json!({
        "batch_id": id, "name": batch.name, "completed": tally.completed, "failed": tally.failed, "cancelled": tally.cancelled,
    });
    tell_webhooks(conn, user_id, WebhookEvent::BatchCompleted, (news.occasion, told), now).await
}

/// Tells why a batch cannot go on, once a day for each reason.
pub(super) async fn batch_stalled(
    conn: &mut PgConnection,
    batch: &Batch,
    (code, message): (&str, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let news = News {
        kind: NotificationKind::BatchStalled,
        subject_id: batch.id.0,
        about: &batch.name,
        details: json!({ "code": code, "message": message }),
        occasion: &format!("batch-stalled:{}:{code}:{}", batch.id, now.date_naive()),
    };
    notifications::insert(conn, batch.user_id, &news, now).await?;
    let told = json!({ "batch_id": batch.id, "name": batch.name, "code": code, "message": message });
    tell_webhooks(
        conn,
        batch.user_id,
        WebhookEvent::BatchStalled,
        (news.occasion, told),
        now,
    )
    .await
}

/// Tells that a schedule which keeps failing was paused.
pub(super) async fn schedule_paused(
    conn: &mut PgConnection,
    schedule: &Schedule,
    failures: i32,
    now: DateTime<Utc>,
) -> Result<()> {
    let news = News {
        kind: NotificationKind::SchedulePaused,
        subject_id: schedule.id.0,
        about: &schedule.name,
        details: json!({ "failures": failures }),
        occasion: &format!("schedule-paused:{}:{}", schedule.id, now.timestamp_micros()),
    };
    notifications::insert(conn, schedule.user_id, &news, now).await?;
    let told = json!({ "schedule_id": schedule.id, "name": schedule.name, "failures": failures });
    tell_webhooks(
        conn,
        schedule.user_id,
        WebhookEvent::SchedulePaused,
        (news.occasion, told),
        now,
    )
    .await
}

/// Tells that a webhook which takes nothing was switched off.
pub(super) async fn webhook_disabled(
    conn: &mut PgConnection,
    delivery: &DueDelivery,
    trouble: WebhookTrouble,
    now: DateTime<Utc>,
) -> Result<()> {
    let about = match delivery.description.as_str() {
        "" => delivery.url.as_str(),
        description => description,
    };
    let news = News {
        kind: NotificationKind::WebhookDisabled,
        subject_id: delivery.webhook_id.0,
        about,
        details: json!({ "reason": trouble }),
        occasion: &format!("webhook-disabled:{}:{}", delivery.webhook_id, now.timestamp_micros()),
    };
    Ok(notifications::insert(conn, delivery.user_id, &news, now).await?)
}

/// Writes down for the webhooks of a user what they are told of an occasion.
async fn tell_webhooks(
    conn: &mut PgConnection,
    user_id: UserId,
    event: WebhookEvent,
    (occasion, data): (&str, Value),
    now: DateTime<Utc>,
) -> Result<()> {
    let news = Announcement { event, occasion, data };
    Ok(deliveries::insert_for_user(conn, user_id, &news, now).await?)
}
