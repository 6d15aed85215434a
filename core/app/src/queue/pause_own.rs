//! Holding all of one's own waiting jobs back.

use studio_db::queue::{self, Pause, Scope};
use studio_model::UserId;

use super::TOLD;
use crate::{App, Result};

/// Holds the user's waiting jobs back until they are resumed, whatever their number. Pausing twice is fine.
///
/// # Errors
/// When the database is away.
pub async fn pause_own(app: &App, user_id: UserId) -> Result<()> {
    let pause = Pause {
        id: app.clock.new_id(),
        scope: Scope::Own(user_id),
        reason: String::new(),
        created_at: app.clock.now(),
    };
    let mut tx = app.db.begin().await?;
    queue::insert_pause(&mut tx, &pause, user_id).await?;
    queue::tell_waiting(&mut tx, &pause.scope, TOLD).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(())
}

/// Lets them go on, unless an administrator holds them back, too. Resuming twice is fine.
///
/// # Errors
/// When the database is away.
pub async fn resume_own(app: &App, user_id: UserId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    queue::delete_own_pause(&mut tx, user_id).await?;
    queue::tell_waiting(&mut tx, &Scope::Own(user_id), TOLD).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(())
}

/// Whether the user has paused the own queue.
///
/// # Errors
/// When the database is away.
pub async fn is_paused(app: &App, user_id: UserId) -> Result<bool> {
    let pauses = queue::list_pauses(&mut *app.db.acquire().await?).await?;
    Ok(pauses.iter().any(|pause| pause.scope == Scope::Own(user_id)))
}
