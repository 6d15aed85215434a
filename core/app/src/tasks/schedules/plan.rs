//! From due times to runs that wait.

use std::time::Duration;

use chrono::{DateTime, Utc};
use studio_db::schedules::runs::{self, NewRun};
use studio_db::schedules::{self as stored, Plan, Schedule, tick};
use studio_model::{ScheduleId, ScheduleRunId};
use studio_schedule::{due, jitter};

use crate::schedules::{MAX_WAITING, Settings};
use crate::{App, Result};

/// A run that is late by less is on time: a worker was restarted, or busy.
const GRACE: Duration = Duration::from_secs(60);

/// Decides about every due time up to now, in one transaction. A schedule whose owner's account is switched off is paused
/// instead.
pub(super) async fn plan(app: &App, id: ScheduleId) -> Result<()> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let Some((schedule, is_owner_active)) = tick::lock(&mut tx, id).await? else {
        return Ok(());
    };
    if !is_owner_active {
        if schedule.pause_reason.is_none() {
            stored::pause(&mut tx, id, "owner_inactive", now).await?;
        }
        runs::skip_waiting(&mut tx, id, now).await?;
        return Ok(tx.commit().await?);
    }
    if schedule.pause_reason.is_some() || schedule.next_due_at.is_none_or(|due_at| due_at > now) {
        return Ok(());
    }
    insert_due(app, &mut tx, &schedule, now).await?;
    Ok(tx.commit().await?)
}

async fn insert_due(
    app: &App,
    conn: &mut studio_db::PgConnection,
    schedule: &Schedule,
    now: DateTime<Utc>,
) -> Result<()> {
    let settings = Settings::of(schedule)?;
    let due = due(
        &settings.recurrence,
        schedule.planned_until,
        now,
        GRACE,
        settings.misfire,
    );
    let max_jitter = Duration::from_secs(schedule.jitter_s.unsigned_abs().into());
    let mut waiting = runs::count_waiting(conn, schedule.id).await?;
    for due_at in due.fire {
        let run = NewRun {
            id: ScheduleRunId(app.clock.new_id()),
            schedule_id: schedule.id,
            due_at,
            start_at: due_at + jitter(schedule.id.0.as_u128(), due_at, max_jitter),
            manual: None,
        };
        if !runs::insert_waiting(conn, &run, now).await? {
            continue;
        }
        if waiting >= MAX_WAITING {
            let message = format!("{MAX_WAITING} runs wait already.");
            runs::end(conn, run.id, "waiting", "skipped_overlap", Some(&message), now).await?;
        } else {
            waiting += 1;
        }
    }
    if due.skipped > 0
        && let Some(first) = settings.recurrence.next_after(schedule.planned_until)
    {
        let missed = i64::try_from(due.skipped).unwrap_or(i64::MAX);
        let run_id = ScheduleRunId(app.clock.new_id());
        runs::insert_missed(conn, run_id, schedule.id, first, missed, now).await?;
        tracing::warn!(schedule.id = %schedule.id, missed, "due times are given up");
    }
    let plan = Plan {
        until: now.max(schedule.planned_until),
        next_due_at: due.next,
    };
    tick::advance(conn, schedule.id, plan).await?;
    Ok(())
}
