//! The batch of a schedule's run.

use studio_model::{BatchId, MicroDollars, ScheduleRunId, UserId};

use super::forecast::survey;
use super::request::BatchRequest;
use super::submit::{Origin, refuse_broken, store};
use crate::{App, Result};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ran {
    /// The batch is there, and the run has started.
    Started(BatchId),
    /// It could cost more than it may; nothing was held.
    OverBudget {
        /// The most it can cost.
        high: MicroDollars,
    },
}

/// For which run, and how much.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    /// The run, which waits.
    pub(crate) run: ScheduleRunId,
    /// The most it may cost.
    pub(crate) budget: Option<MicroDollars>,
}

/// Makes the batch of a run and starts the run, in one transaction: a run never has two batches, whoever tries and however
/// often.
///
/// # Errors
/// As [`super::submit()`], and [`crate::Error::Conflict`] when the run does not wait any more.
pub(crate) async fn submit_run(
    app: &App,
    user_id: UserId,
    request: &BatchRequest,
    allowance: Allowance,
) -> Result<Ran> {
    let surveyed = survey(app, user_id, request).await?;
    refuse_broken(request, &surveyed)?;
    let high = surveyed.forecast.total().high;
    if allowance.budget.is_some_and(|budget| high > budget) {
        return Ok(Ran::OverBudget { high });
    }
    let id = BatchId(app.clock.new_id());
    store(app, user_id, id, (request, None), surveyed, Origin::Run(allowance.run)).await?;
    app.live.changed();
    Ok(Ran::Started(id))
}
