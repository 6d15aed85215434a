//! Looking at recipes and their runs.

use studio_db::recipes::runs::{self, Run};
use studio_db::recipes::{self, tally};
use studio_model::{Cursor, PageLimit, RecipeId, RecipeRunId, UserId};

use super::view::{RecipeView, RunView};
use crate::{App, Error, Page, Result};

/// Failures of a run that are told; the others are counted.
const TOLD_FAILURES: i64 = 50;

/// A page of a user's recipes, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<RecipeView>> {
    let recipes = recipes::list(&mut *app.db.acquire().await?, user_id, after, limit).await?;
    let views = recipes.into_iter().map(RecipeView::try_from).collect::<Result<_>>()?;
    Ok(Page::new(views, limit, |recipe: &RecipeView| Cursor {
        at: recipe.created_at,
        id: recipe.id.0,
    }))
}

/// One recipe of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: RecipeId) -> Result<RecipeView> {
    let recipe = recipes::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    recipe.ok_or(Error::NotFound)?.try_into()
}

/// A page of a user's runs, newest first, without what failed in them.
///
/// # Errors
/// When the database is away.
pub async fn list_runs(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<RunView>> {
    let runs = runs::list(&mut *app.db.acquire().await?, user_id, after, limit).await?;
    let views = complete(app, runs).await?;
    Ok(Page::new(views, limit, |run: &RunView| Cursor {
        at: run.created_at,
        id: run.id.0,
    }))
}

/// One run of a user, with the first pictures that a step did not work for.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find_run(app: &App, user_id: UserId, id: RecipeRunId) -> Result<RunView> {
    let run = runs::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    let views = complete(app, vec![run.ok_or(Error::NotFound)?]).await?;
    let mut view = views.into_iter().next().ok_or(Error::NotFound)?;
    view.failures = tally::list_failures(&mut *app.db.acquire().await?, id, TOLD_FAILURES).await?;
    Ok(view)
}

async fn complete(app: &App, runs: Vec<Run>) -> Result<Vec<RunView>> {
    let ids: Vec<RecipeRunId> = runs.iter().map(|run| run.id).collect();
    let mut conn = app.db.acquire().await?;
    let tallies = tally::count(&mut conn, &ids).await?;
    let held_back = runs::list_holding_back(&mut conn, &ids).await?;
    let view = |run: Run| {
        let held_back = held_back.get(&run.id).copied();
        RunView::new(run, held_back, &tallies)
    };
    runs.into_iter().map(view).collect()
}
