//! A run out of turn.

use studio_db::schedules;
use studio_db::schedules::runs::{self, NewRun};
use studio_model::{ScheduleId, ScheduleRunId, UserId};

use super::settings::MAX_WAITING;
use super::view::RunView;
use crate::{App, Error, Result};

/// The run.
#[derive(Clone, Debug)]
pub struct AskedRun {
    /// It waits for a worker, which starts it within moments.
    pub run: RunView,
    /// The same was asked for before; this is that run.
    pub replayed: bool,
}

/// Makes a run that is due now, also of a paused schedule. It counts like any other: overlap, budget and failures apply. The
/// same key finds the same run.
///
/// # Errors
/// [`Error::NotFound`] for a schedule that is not the user's, [`Error::Invalid`] for a key of another length than 1 to 255,
/// [`Error::Conflict`] when too many runs wait.
pub async fn run_now(app: &App, user_id: UserId, id: ScheduleId, key: Option<&str>) -> Result<AskedRun> {
    if key.is_some_and(|key| key.is_empty() || key.chars().count() > 255) {
        let message = "the key must have 1 to 255 characters";
        return Err(Error::invalid("Idempotency-Key", message));
    }
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    schedules::lock_for_user(&mut tx, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    if let Some(key) = key
        && let Some(run) = runs::find_by_key(&mut tx, id, key).await?
    {
        return Ok(AskedRun { run, replayed: true });
    }
    if runs::count_waiting(&mut tx, id).await? >= MAX_WAITING {
        let message = format!("{MAX_WAITING} runs of this schedule wait already");
        return Err(Error::Conflict(message));
    }
    let run = NewRun {
        id: ScheduleRunId(app.clock.new_id()),
        schedule_id: id,
        due_at: now,
        start_at: now,
        manual: Some(key),
    };
    if !runs::insert_waiting(&mut tx, &run, now).await? {
        return Err(Error::Conflict("a run is due this very moment".to_owned()));
    }
    let run = runs::find(&mut tx, run.id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(AskedRun { run, replayed: false })
}
