//! Changing a schedule.

use chrono::{DateTime, Utc};
use studio_db::schedules::{self, Plan};
use studio_model::{ScheduleId, UserId};

use super::find;
use super::request::ScheduleRequest;
use super::settings::plan_from;
use super::view::ScheduleView;
use crate::{App, Error, Result};

/// Replaces a schedule that its owner last saw at `seen_at`. With another cron line or zone it fires by them from now on; due
/// times of the old ones are forgotten. Runs that wait already start with the new request.
///
/// # Errors
/// [`Error::NotFound`] for a schedule that is not the user's, [`Error::Outdated`] when it was changed since, [`Error::Invalid`]
/// with every wrong field.
pub async fn update(
    app: &App,
    user_id: UserId,
    id: ScheduleId,
    seen_at: DateTime<Utc>,
    request: ScheduleRequest,
) -> Result<ScheduleView> {
    // Somebody else's, and one that has changed, cost no forecast.
    let seen = schedules::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    refuse_outdated(&seen.ok_or(Error::NotFound)?, seen_at)?;
    let checked = request.check(app, user_id).await?;

    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let before = schedules::lock_for_user(&mut tx, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    refuse_outdated(&before, seen_at)?;
    let is_same_recurrence = (&before.cron, &before.zone) == (&checked.wanted.cron, &checked.wanted.zone);
    let plan = match is_same_recurrence {
        true => Plan {
            until: before.planned_until,
            next_due_at: before.next_due_at,
        },
        false => plan_from(&checked.recurrence, now),
    };
    schedules::update(&mut tx, id, &checked.wanted, plan, now).await?;
    tx.commit().await?;
    find(app, user_id, id).await
}

fn refuse_outdated(schedule: &schedules::Schedule, seen_at: DateTime<Utc>) -> Result<()> {
    if schedule.updated_at == seen_at {
        Ok(())
    } else {
        Err(Error::Outdated)
    }
}
