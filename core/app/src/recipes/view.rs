//! A recipe, and a run, as their owner sees them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use studio_db::recipes::Recipe;
use studio_db::recipes::runs::{HeldBack, Run};
use studio_db::recipes::tally::{Failure, StepTally};
use studio_model::{BatchId, MicroDollars, ProjectId, RecipeId, RecipeRunId};

use super::step::{Step, read_steps};
use crate::generation::{Operation, Waiting};
use crate::{Error, Result};

/// A recipe.
#[derive(Clone, Debug)]
pub struct RecipeView {
    /// Its id.
    pub id: RecipeId,
    /// Its name.
    pub name: String,
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl TryFrom<Recipe> for RecipeView {
    type Error = Error;

    fn try_from(recipe: Recipe) -> Result<Self> {
        Ok(Self {
            id: recipe.id,
            name: recipe.name,
            steps: read_steps(&recipe.steps)?,
            created_at: recipe.created_at,
            updated_at: recipe.updated_at,
        })
    }
}

/// Where a run stands as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// Pictures become jobs, and jobs run as slots become free.
    Running,
    /// Its owner holds it back.
    Paused,
    /// What waits is being ended.
    Cancelling,
    /// Nothing is left to do.
    Ended,
    /// It was cancelled, and nothing is left to do.
    Cancelled,
}

impl RunState {
    /// The word for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Cancelling => "cancelling",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A step of a run.
#[derive(Clone, Debug)]
pub struct StepView {
    /// Its number, from 1 on.
    pub step: u32,
    /// What is done.
    pub operation: Operation,
    /// By which model.
    pub model_id: String,
    /// The pictures that have come to it by what became of them.
    pub tally: StepTally,
}

/// A run.
#[derive(Clone, Debug)]
pub struct RunView {
    /// Its id.
    pub id: RecipeRunId,
    /// The recipe; none when the steps were sent along, or it is gone.
    pub recipe_id: Option<RecipeId>,
    /// The batch on whose pictures it follows.
    pub batch_id: Option<BatchId>,
    /// Where the pictures go; none is where each source is.
    pub project_id: Option<ProjectId>,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: RunState,
    /// Why it does not go on just now.
    pub waiting: Option<Waiting>,
    /// Its steps, in order.
    pub steps: Vec<StepView>,
    /// Pictures that a step did not work for: the first ones, and none in lists.
    pub failures: Vec<Failure>,
    /// The likely cost of all steps, as it was forecast.
    pub estimate: MicroDollars,
    /// The most they can cost, as it was forecast.
    pub upper: MicroDollars,
    /// What is held now.
    pub held: MicroDollars,
    /// What was paid.
    pub captured: MicroDollars,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed itself; what its jobs do does not count.
    pub updated_at: DateTime<Utc>,
    /// When nothing was left to do.
    pub ended_at: Option<DateTime<Utc>>,
}

impl RunView {
    pub(super) fn new(
        run: Run,
        held_back: Option<HeldBack>,
        tallies: &HashMap<(RecipeRunId, i16), StepTally>,
    ) -> Result<Self> {
        let is_cancelled = run.cancel_requested_at.is_some();
        let state = match () {
            () if run.ended_at.is_some() && is_cancelled => RunState::Cancelled,
            () if run.ended_at.is_some() => RunState::Ended,
            () if is_cancelled => RunState::Cancelling,
            () if run.is_paused => RunState::Paused,
            () => RunState::Running,
        };
        let steps = read_steps(&run.steps)?;
        let views = (1i16..).zip(steps).map(|(number, step)| {
            let mut tally = tallies.get(&(run.id, number)).copied().unwrap_or_default();
            if is_cancelled {
                tally.cancelled += std::mem::take(&mut tally.waiting);
            }
            StepView {
                step: number.unsigned_abs().into(),
                operation: step.operation,
                model_id: step.model_id,
                tally,
            }
        });
        let steps: Vec<StepView> = views.collect();
        Ok(Self {
            held: steps.iter().map(|step| step.tally.held).sum(),
            captured: steps.iter().map(|step| step.tally.captured).sum(),
            waiting: waiting(&run, state, held_back),
            id: run.id,
            recipe_id: run.recipe_id,
            batch_id: run.batch_id,
            project_id: run.project_id,
            name: run.name,
            state,
            steps,
            failures: Vec::new(),
            estimate: run.estimate,
            upper: run.upper,
            created_at: run.created_at,
            updated_at: run.updated_at,
            ended_at: run.ended_at,
        })
    }
}

fn waiting(run: &Run, state: RunState, held_back: Option<HeldBack>) -> Option<Waiting> {
    let (code, message) = match (state, held_back) {
        (RunState::Ended | RunState::Cancelled, _) => return None,
        (_, Some(HeldBack::Paused)) => ("recipe_paused", "The recipe is paused".to_owned()),
        (_, Some(HeldBack::Cancelling)) => ("recipe_cancelling", "The recipe is being cancelled".to_owned()),
        (_, Some(HeldBack::BatchPaused)) => ("batch_paused", "Its batch is paused".to_owned()),
        (_, Some(HeldBack::BatchCancelling)) => ("batch_cancelling", "Its batch is being cancelled".to_owned()),
        (_, None) => {
            let code = match run.stall_code.as_deref()? {
                "no_credits" => "no_credits",
                "budget_reached" => "budget_reached",
                _ => "stalled",
            };
            (code, run.stall_message.clone()?)
        }
    };
    Some(Waiting {
        code,
        message,
        until: run.stall_until.filter(|_| held_back.is_none()),
    })
}
