//! Holding all of one's own waiting jobs back.

use studio_db::queue::{self, Pause, Scope};
use studio_model::UserId;

use crate::{App, Result};

/// Holds the user's waiting jobs back until they are resumed, whatever their number. Pausing twice is fine.
///
/// # Errors
/// When the database is away.
pub async fn pause_own(app: &App, user_id: UserId) -> Result<()> {
    let pause = Pause {
        id: app.clock.new_id(),
        scope: Scope::User(user_id),
        reason: String::new(),
        created_at: app.clock.now(),
    };
    queue::insert_pause(&mut *app.db.acquire().await?, &pause, user_id).await?;
    Ok(())
}

/// Lets them go on. Resuming twice is fine.
///
/// # Errors
/// When the database is away.
pub async fn resume_own(app: &App, user_id: UserId) -> Result<()> {
    queue::delete_pause_of_user(&mut *app.db.acquire().await?, user_id).await?;
    app.live.changed();
    Ok(())
}

/// Whether the user's queue is paused, by whomever.
///
/// # Errors
/// When the database is away.
pub async fn is_paused(app: &App, user_id: UserId) -> Result<bool> {
    let pauses = queue::list_pauses(&mut *app.db.acquire().await?).await?;
    Ok(pauses.iter().any(|pause| pause.scope == Scope::User(user_id)))
}
