//! From runs that wait to batches.

use chrono::TimeDelta;
use studio_db::schedules::runs::{self, Run, StartedRun};
use studio_db::schedules::{self as stored, Schedule};
use studio_model::{ScheduleId, UserId};
use studio_schedule::{Overlap, OverlapDecision, RunEnd, decide};

use super::end::{Ending, end};
use crate::batches::{self, Allowance, Ran, submit_run};
use crate::schedules::{Settings, stored_request};
use crate::{App, Error, FieldError, Result};

/// A run that something keeps from starting is tried again after this time.
const DELAY: TimeDelta = TimeDelta::seconds(5);

/// And is given up so long after it could have been started first.
const GIVE_UP: TimeDelta = TimeDelta::hours(6);

/// Starts the runs whose time has come, oldest first, as far as overlap allows.
pub(super) async fn start_waiting(app: &App, id: ScheduleId, user_id: UserId) -> Result<()> {
    loop {
        let mut conn = app.db.acquire().await?;
        // One may have been paused, changed or ended by what the one before did.
        let waiting = runs::list_waiting(&mut conn, id, app.clock.now(), 2).await?;
        let Some(run) = waiting.first() else {
            return Ok(());
        };
        let Some(schedule) = stored::find_for_user(&mut conn, user_id, id).await? else {
            return Ok(());
        };
        let started = runs::list_started(&mut conn, id).await?;
        drop(conn);
        let settings = Settings::of(&schedule)?;
        let is_newest = waiting.len() == 1;
        if settings.overlap == Overlap::CancelPrevious && !is_newest {
            skip(app, run, id, "A newer run is due as well.").await?;
            continue;
        }
        let working: Vec<StartedRun> = started.into_iter().filter(|run| !run.has_ended).collect();
        let count = u32::try_from(working.len()).unwrap_or(u32::MAX);
        match decide(settings.overlap, count) {
            OverlapDecision::Wait => return Ok(()),
            OverlapDecision::Skip => skip(app, run, id, "The run before still works.").await?,
            OverlapDecision::CancelThenStart => {
                cancel_all(app, user_id, &working).await?;
                start(app, &schedule, run).await?;
            }
            OverlapDecision::Start => start(app, &schedule, run).await?,
        }
    }
}

async fn skip(app: &App, run: &Run, id: ScheduleId, message: &str) -> Result<()> {
    let ending = Ending {
        from: "waiting",
        state: "skipped_overlap",
        message: Some(message),
        counts_as: None,
    };
    end(app, id, run.id, ending).await
}

async fn cancel_all(app: &App, user_id: UserId, working: &[StartedRun]) -> Result<()> {
    for batch_id in working
        .iter()
        .filter(|run| !run.is_cancelled)
        .filter_map(|run| run.batch_id)
    {
        match batches::cancel(app, user_id, batch_id).await {
            // It has ended this moment.
            Ok(_) | Err(Error::Conflict(_) | Error::NotFound) => (),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn start(app: &App, schedule: &Schedule, run: &Run) -> Result<()> {
    let table = stored::find_table(&mut *app.db.acquire().await?, schedule.id).await?;
    let mut request = stored_request(schedule, table)?;
    request.name = request.name.or_else(|| Some(schedule.name.clone()));
    let allowance = Allowance {
        run: run.id,
        budget: schedule.budget,
    };
    let (state, message) = match submit_run(app, schedule.user_id, &request, allowance).await {
        Ok(Ran::Started(batch_id)) => {
            tracing::info!(schedule.id = %schedule.id, batch.id = %batch_id, due_at = %run.due_at, "a schedule has fired");
            return Ok(());
        }
        Ok(Ran::OverBudget { high }) => {
            let budget = schedule.budget.unwrap_or_default();
            let message = format!("A run costs up to {high} credits, and the budget is {budget}.");
            ("over_budget", message)
        }
        Err(error @ Error::InsufficientCredits { .. }) => ("no_credits", sentence(&error.to_string())),
        Err(Error::BudgetReached(message)) => ("over_budget", sentence(&message)),
        Err(Error::Invalid(errors)) => ("refused", told(&errors)),
        Err(error @ (Error::Unavailable { .. } | Error::Internal(_) | Error::LimitReached { .. })) => {
            return delay(app, schedule, run, error).await;
        }
        Err(error) => ("refused", sentence(&error.to_string())),
    };
    end(app, schedule.id, run.id, Ending::failed("waiting", state, &message)).await
}

/// Something is away, or a bug: neither is the fault of the request.
async fn delay(app: &App, schedule: &Schedule, run: &Run, error: Error) -> Result<()> {
    let now = app.clock.now();
    if run.delayed_since.is_some_and(|since| now - since > GIVE_UP) {
        let message = "It could not be started for six hours.";
        end(app, schedule.id, run.id, Ending::failed("waiting", "refused", message)).await?;
    } else {
        let message = "It could not be started and is tried again.";
        runs::delay(&mut *app.db.acquire().await?, run.id, now + DELAY, message, now).await?;
    }
    tracing::error!(schedule.id = %schedule.id, error = crate::error::chain(&error), "a run could not be started");
    Ok(())
}

/// The first complaints in one text.
fn told(errors: &[FieldError]) -> String {
    let told = errors.iter().take(3).map(|error| {
        let text = format!("{}: {}", error.field, error.message);
        text.chars().take(300).collect::<String>()
    });
    told.collect::<Vec<_>>().join("; ")
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}

impl<'a> Ending<'a> {
    fn failed(from: &'static str, state: &'static str, message: &'a str) -> Self {
        Self {
            from,
            state,
            message: Some(message),
            counts_as: Some(RunEnd::Failed),
        }
    }
}
