//! From what a request names to steps that can follow on its pictures.

use chrono::{DateTime, Utc};
use studio_db::recipes::runs::NewRun;
use studio_model::{BatchId, ProjectId, RecipeId, RecipeInputs, RecipeRunId, UserId};
use studio_plugin_host::Price;

use super::check::{Checked, assumed_source, check};
use super::forecast::{StepForecast, forecast, total};
use super::step::{Step, Then, read_steps, write_steps};
use crate::{App, Error, Result};

/// Checked steps with the price of a job of each.
pub(crate) struct Resolved {
    recipe: Option<(RecipeId, String)>,
    checked: Checked,
    prices: Vec<Price>,
}

/// What a run is for.
#[derive(Clone, Copy)]
pub(crate) struct Purpose<'a> {
    pub(crate) run: RecipeRunId,
    pub(crate) user_id: UserId,
    /// The batch on whose pictures it follows, and its name.
    pub(crate) batch: Option<(BatchId, &'a str)>,
    pub(crate) project_id: Option<ProjectId>,
    /// The pictures that go into the first step.
    pub(crate) inputs: RecipeInputs,
}

/// Finds, checks and prices the steps that a request names; `None` when it names none.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field.
pub(crate) async fn resolve(app: &App, user_id: UserId, then: &Then) -> Result<Option<Resolved>> {
    let (recipe, steps) = match (then.recipe_id, &then.steps) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => return Err(Error::invalid("steps", "name a recipe or send steps, not both")),
        (None, Some(steps)) => (None, steps.clone()),
        (Some(id), None) => {
            let recipe = studio_db::recipes::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
            let recipe = recipe.ok_or_else(|| Error::invalid("recipe_id", "you have no such recipe"))?;
            let steps = read_steps(&recipe.steps)?;
            (Some((id, recipe.name)), steps)
        }
    };
    let checked = check(app, &steps).await?;
    let prices = checked.prices(&assumed_source()).await?;
    Ok(Some(Resolved {
        recipe,
        checked,
        prices,
    }))
}

impl Resolved {
    /// What the steps would be.
    pub(crate) fn forecast(&self, inputs: RecipeInputs) -> Vec<StepForecast> {
        forecast(&self.checked, &self.prices, inputs)
    }

    /// The steps themselves, whatever becomes of the recipe.
    pub(crate) fn frozen(&self) -> Then {
        let steps = self.checked.steps.iter().map(|(step, _)| step.clone());
        Then {
            recipe_id: None,
            steps: Some(steps.collect()),
        }
    }

    /// The run to be stored.
    ///
    /// # Errors
    /// Never in practice: steps are JSON.
    pub(crate) fn new_run(&self, purpose: Purpose<'_>, now: DateTime<Utc>) -> Result<NewRun> {
        let price = total(&self.forecast(purpose.inputs));
        let steps: Vec<Step> = self.checked.steps.iter().map(|(step, _)| step.clone()).collect();
        let name = match (purpose.batch, &self.recipe) {
            (Some((_, name)), _) => name,
            (None, Some((_, name))) => name.as_str(),
            (None, None) => "Steps",
        };
        Ok(NewRun {
            id: purpose.run,
            user_id: purpose.user_id,
            recipe_id: self.recipe.as_ref().map(|(id, _)| *id),
            batch_id: purpose.batch.map(|(id, _)| id),
            project_id: purpose.project_id,
            name: name.to_owned(),
            steps: write_steps(&steps)?,
            estimate: price.expected,
            upper: price.high,
            created_at: now,
        })
    }
}
