//! Setting, listing and removing budgets.

use studio_db::budgets::{self, Budget};
use studio_model::{BudgetPeriod, MicroDollars, ProjectId, UserId};
use uuid::Uuid;

use super::view::BudgetView;
use crate::{App, Error, Result};

/// The most that a budget can allow: a billion credits.
const MOST: f64 = 1e9;

/// A user's budgets, those of everything first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId) -> Result<Vec<BudgetView>> {
    let budgets = budgets::list(&mut *app.db.acquire().await?, user_id).await?;
    let now = app.clock.now();
    Ok(budgets.iter().map(|budget| BudgetView::new(budget, now)).collect())
}

/// Sets the budget of a span, in all or for a project; replaces the one that there is.
///
/// # Errors
/// [`Error::Invalid`] for an amount that is not more than zero, or a project that is not the user's.
pub async fn put(
    app: &App,
    user_id: UserId,
    project_id: Option<ProjectId>,
    period: BudgetPeriod,
    credits: f64,
    is_hard: bool,
) -> Result<BudgetView> {
    let limit = MicroDollars::from_credits(credits, MOST);
    let message = "a budget must be more than 0 and at most 1000000000 credits";
    let limit = limit.ok_or_else(|| Error::invalid("credits", message))?;
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    if let Some(project_id) = project_id
        && !studio_db::projects::exists_for_user(&mut tx, user_id, project_id.0).await?
    {
        return Err(Error::invalid("project_id", "you have no such project"));
    }
    let budget = Budget {
        id: app.clock.new_id(),
        project_id: project_id.map(|id| id.0),
        period,
        limit,
        is_hard,
        period_start: now,
        used: MicroDollars::ZERO,
        updated_at: now,
    };
    let stored = budgets::put(&mut tx, user_id, &budget, now).await?;
    tx.commit().await?;
    Ok(BudgetView::new(&stored, now))
}

/// Removes a budget.
///
/// # Errors
/// [`Error::NotFound`] when the user has none with this key.
pub async fn delete(app: &App, user_id: UserId, id: Uuid) -> Result<()> {
    if budgets::delete(&mut *app.db.acquire().await?, user_id, id).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
