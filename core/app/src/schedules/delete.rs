//! Removing a schedule.

use studio_db::schedules;
use studio_model::{ScheduleId, UserId};

use crate::{App, Error, Result};

/// Removes a schedule with the list of its runs. Batches that it made stay, and go on.
///
/// # Errors
/// [`Error::NotFound`] for a schedule that is not the user's.
pub async fn delete(app: &App, user_id: UserId, id: ScheduleId) -> Result<()> {
    if schedules::delete(&mut *app.db.acquire().await?, user_id, id).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
