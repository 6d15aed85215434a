//! The end of a run, and what it means for its schedule.

use studio_db::batches::tally;
use studio_db::schedules::{self as stored, runs, tick};
use studio_model::{ScheduleId, ScheduleRunId};
use studio_schedule::RunEnd;

use crate::schedules::Settings;
use crate::tasks::notices;
use crate::{App, Result};

/// How a run ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending<'a> {
    /// The state that it leaves.
    pub(super) from: &'static str,
    /// The state that it ends in.
    pub(super) state: &'static str,
    /// Why, for its owner.
    pub(super) message: Option<&'a str>,
    /// What the failure policy makes of it; nothing when it was skipped.
    pub(super) counts_as: Option<RunEnd>,
}

/// Settles the runs whose batches have ended: failed is one of which no job ended well.
pub(super) async fn settle(app: &App, id: ScheduleId) -> Result<()> {
    let mut conn = app.db.acquire().await?;
    let started = runs::list_started(&mut conn, id).await?;
    let ended: Vec<_> = started.into_iter().filter(|run| run.has_ended).collect();
    let batches: Vec<_> = ended.iter().filter_map(|run| run.batch_id).collect();
    let tallies = tally::count(&mut conn, &batches).await?;
    drop(conn);
    for run in ended {
        let tally = run
            .batch_id
            .and_then(|batch| tallies.get(&batch))
            .copied()
            .unwrap_or_default();
        let (state, counts_as) = match () {
            () if run.is_cancelled => ("cancelled", RunEnd::Cancelled),
            () if tally.completed > 0 => ("succeeded", RunEnd::Succeeded),
            () if tally.failed > 0 => ("failed", RunEnd::Failed),
            () => ("cancelled", RunEnd::Cancelled),
        };
        let failed = format!("{} jobs failed, none ended well.", tally.failed);
        let ending = Ending {
            from: "started",
            state,
            message: (counts_as == RunEnd::Failed).then_some(failed.as_str()),
            counts_as: Some(counts_as),
        };
        end(app, id, run.id, ending).await?;
    }
    Ok(())
}

/// Ends a run, and pauses its schedule when that was one failure too many. A run that is not in the state any more is let be.
pub(super) async fn end(app: &App, id: ScheduleId, run_id: ScheduleRunId, ending: Ending<'_>) -> Result<()> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let Some((schedule, _)) = tick::lock(&mut tx, id).await? else {
        return Ok(());
    };
    if !runs::end(&mut tx, run_id, ending.from, ending.state, ending.message, now).await? {
        return Ok(());
    }
    if let Some(counts_as) = ending.counts_as {
        let policy = Settings::of(&schedule)?.failures;
        let after = policy.after_run(schedule.consecutive_failures.unsigned_abs(), counts_as);
        let failures = i32::try_from(after.consecutive_failures).unwrap_or(i32::MAX);
        tick::set_failures(&mut tx, id, failures).await?;
        if after.pause && schedule.pause_reason.is_none() {
            stored::pause(&mut tx, id, "failures", now).await?;
            runs::skip_waiting(&mut tx, id, now).await?;
            notices::schedule_paused(&mut tx, &schedule, failures, now).await?;
            tracing::info!(schedule.id = %id, failures, "a schedule that keeps failing is paused");
        }
    }
    tx.commit().await?;
    app.live.changed();
    Ok(())
}
