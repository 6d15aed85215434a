//! Making a schedule.

use studio_db::schedules;
use studio_model::{ScheduleId, UserId};

use super::find;
use super::request::ScheduleRequest;
use super::settings::plan_from;
use super::view::ScheduleView;
use crate::{App, Error, Result};

/// Schedules that one user may have.
const MAX_SCHEDULES: i64 = 100;

/// Checks a schedule with the batch of its runs and stores it. It fires from now on; nothing is held before it does.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, [`Error::Conflict`] when the user has 100 schedules.
pub async fn create(app: &App, user_id: UserId, request: ScheduleRequest) -> Result<ScheduleView> {
    let checked = request.check(app, user_id).await?;
    let (id, now) = (ScheduleId(app.clock.new_id()), app.clock.now());
    let mut tx = app.db.begin().await?;
    if schedules::count(&mut tx, user_id).await? >= MAX_SCHEDULES {
        let message = format!("you have {MAX_SCHEDULES} schedules, which is the most; delete one first");
        return Err(Error::Conflict(message));
    }
    let plan = plan_from(&checked.recurrence, now);
    schedules::insert(&mut tx, id, user_id, &checked.wanted, plan, now).await?;
    tx.commit().await?;
    find(app, user_id, id).await
}
