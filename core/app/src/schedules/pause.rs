//! Holding a schedule back, and letting it go on.

use studio_db::schedules::{self, runs};
use studio_model::{ScheduleId, UserId};

use super::find;
use super::settings::Settings;
use super::view::ScheduleView;
use crate::{App, Error, Result};

/// Holds a schedule back: nothing fires, and runs that wait for their start are skipped. Batches at work go on. Pausing twice
/// is fine.
///
/// # Errors
/// [`Error::NotFound`] for a schedule that is not the user's.
pub async fn pause(app: &App, user_id: UserId, id: ScheduleId) -> Result<ScheduleView> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let schedule = schedules::lock_for_user(&mut tx, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    if schedule.pause_reason.is_none() {
        schedules::pause(&mut tx, id, "owner", now).await?;
        runs::skip_waiting(&mut tx, id, now).await?;
        tx.commit().await?;
    }
    find(app, user_id, id).await
}

/// Lets it go on with the next due time from now; those of the pause are not made up for, and failures are forgotten.
/// Resuming twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a schedule that is not the user's.
pub async fn resume(app: &App, user_id: UserId, id: ScheduleId) -> Result<ScheduleView> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let schedule = schedules::lock_for_user(&mut tx, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    if schedule.pause_reason.is_some() {
        let plan = Settings::of(&schedule)?.plan_from(now);
        schedules::resume(&mut tx, id, plan, now).await?;
        tx.commit().await?;
    }
    find(app, user_id, id).await
}
