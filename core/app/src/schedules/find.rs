//! Looking at schedules and their runs.

use studio_db::schedules::{self, runs};
use studio_model::{Cursor, PageLimit, ScheduleId, UserId};

use super::settings::stored_request;
use super::view::{RunView, ScheduleView};
use crate::{App, Error, Page, Result};

/// A page of a user's schedules, newest first, without their requests.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<ScheduleView>> {
    let schedules = schedules::list(&mut *app.db.acquire().await?, user_id, after, limit).await?;
    let views = schedules
        .into_iter()
        .map(|schedule| ScheduleView::new(schedule, None))
        .collect::<Result<_>>()?;
    Ok(Page::new(views, limit, |schedule: &ScheduleView| Cursor {
        at: schedule.created_at,
        id: schedule.id.0,
    }))
}

/// One schedule of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: ScheduleId) -> Result<ScheduleView> {
    let mut conn = app.db.acquire().await?;
    let schedule = schedules::find_for_user(&mut conn, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let table = schedules::find_table(&mut conn, id).await?;
    let request = stored_request(&schedule, table)?;
    ScheduleView::new(schedule, Some(request))
}

/// A page of a schedule's runs, the newest due time first.
///
/// # Errors
/// [`Error::NotFound`] for a schedule that is not the user's.
pub async fn list_runs(
    app: &App,
    user_id: UserId,
    id: ScheduleId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<RunView>> {
    let mut conn = app.db.acquire().await?;
    schedules::find_for_user(&mut conn, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let runs = runs::list(&mut conn, id, after, limit).await?;
    Ok(Page::new(runs, limit, |run: &RunView| Cursor {
        at: run.due_at,
        id: run.id.0,
    }))
}
