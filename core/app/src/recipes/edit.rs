//! Making, changing and removing recipes.

use chrono::{DateTime, Utc};
use studio_db::recipes::{self, Recipe};
use studio_model::{RecipeId, UserId};

use super::check::{assumed_source, check};
use super::find;
use super::step::{Step, write_steps};
use super::view::RecipeView;
use crate::{App, Error, FieldError, Result};

/// Recipes that one user may have.
const MAX_RECIPES: i64 = 100;

/// A recipe as its owner wants it, unchecked.
#[derive(Clone, Debug)]
pub struct RecipeRequest {
    /// 1 to 200 characters.
    pub name: String,
    /// 1 to 8 of them, in order.
    pub steps: Vec<Step>,
}

impl RecipeRequest {
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    async fn check(&self, app: &App) -> Result<()> {
        let name = self.name.trim();
        let mut problems = Vec::new();
        if name.is_empty() || name.chars().count() > 200 || name.contains('\0') {
            problems.push(FieldError::new("name", "use 1 to 200 characters"));
        }
        match check(app, &self.steps).await {
            // What a plugin has against its step is told now, not when the recipe is used.
            Ok(checked) if problems.is_empty() => checked.prices(&assumed_source()).await.map(drop),
            Ok(_) => Err(Error::Invalid(problems)),
            Err(Error::Invalid(errors)) => {
                problems.extend(errors);
                Err(Error::Invalid(problems))
            }
            Err(error) => Err(error),
        }
    }
}

/// Checks a recipe against the models that it names and stores it.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, [`Error::Conflict`] when the user has 100 recipes.
pub async fn create(app: &App, user_id: UserId, request: RecipeRequest) -> Result<RecipeView> {
    request.check(app).await?;
    let (id, now) = (RecipeId(app.clock.new_id()), app.clock.now());
    let mut tx = app.db.begin().await?;
    if recipes::count(&mut tx, user_id).await? >= MAX_RECIPES {
        let message = format!("you have {MAX_RECIPES} recipes, which is the most; delete one first");
        return Err(Error::Conflict(message));
    }
    let steps = write_steps(&request.steps)?;
    recipes::insert(&mut tx, id, user_id, request.name.trim(), &steps, now).await?;
    tx.commit().await?;
    find(app, user_id, id).await
}

/// Replaces a recipe that its owner last saw at `seen_at`. Runs go on with the steps that they began with.
///
/// # Errors
/// [`Error::NotFound`] for a recipe that is not the user's, [`Error::Outdated`] when it was changed since, [`Error::Invalid`]
/// with every wrong field.
pub async fn update(
    app: &App,
    user_id: UserId,
    id: RecipeId,
    seen_at: DateTime<Utc>,
    request: RecipeRequest,
) -> Result<RecipeView> {
    // Somebody else's, and one that has changed, cost no check.
    let seen = recipes::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    refuse_outdated(seen, seen_at)?;
    request.check(app).await?;
    let mut tx = app.db.begin().await?;
    let before = recipes::lock_for_user(&mut tx, user_id, id).await?;
    refuse_outdated(before, seen_at)?;
    let steps = write_steps(&request.steps)?;
    recipes::update(&mut tx, id, request.name.trim(), &steps, app.clock.now()).await?;
    tx.commit().await?;
    find(app, user_id, id).await
}

/// Removes a recipe. Its runs go on; a schedule that names it fails at its next run.
///
/// # Errors
/// [`Error::NotFound`] for a recipe that is not the user's.
pub async fn delete(app: &App, user_id: UserId, id: RecipeId) -> Result<()> {
    if recipes::delete(&mut *app.db.acquire().await?, user_id, id).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

fn refuse_outdated(recipe: Option<Recipe>, seen_at: DateTime<Utc>) -> Result<()> {
    match recipe {
        None => Err(Error::NotFound),
        Some(recipe) if recipe.updated_at == seen_at => Ok(()),
        Some(_) => Err(Error::Outdated),
    }
}
