//! Forgetting what nobody needs any more, as administrators see it. `tasks::housekeeping` does it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use studio_db::housekeeping::{self, Run};
use studio_model::AuditAction;

use crate::accounts::{User, require_admin};
use crate::audit::Entry;
use crate::tasks::housekeeping::Chore;
use crate::{App, Error, Result};

/// A chore and its last run.
#[derive(Clone, Debug)]
pub struct ChoreView {
    /// A stable name.
    pub name: &'static str,
    /// From one run to the next.
    pub every: Duration,
    /// How long things are kept.
    pub keeps: Duration,
    /// The next run begins after this time.
    pub due_at: DateTime<Utc>,
    /// Whether a process is at it.
    pub is_running: bool,
    /// When the last run began.
    pub started_at: Option<DateTime<Utc>>,
    /// The last run that ended.
    pub last: Option<LastRun>,
}

/// A run that ended.
#[derive(Clone, Debug)]
pub struct LastRun {
    /// When.
    pub ended_at: DateTime<Utc>,
    /// How long it took.
    pub duration_ms: i64,
    /// Rows or objects that it removed.
    pub removed: i64,
    /// Why it failed.
    pub error: Option<String>,
}

/// All chores.
///
/// # Errors
/// [`Error::Forbidden`] unless the user is an administrator.
pub async fn list(app: &App, user: &User) -> Result<Vec<ChoreView>> {
    require_admin(user)?;
    let runs = housekeeping::list(&mut *app.db.acquire().await?).await?;
    Ok(runs.into_iter().filter_map(|run| view(app, run)).collect())
}

/// Makes a chore due: a worker begins within seconds, again if one is at it. Gives it as it stands.
///
/// # Errors
/// [`Error::Forbidden`] unless the user is an administrator, [`Error::NotFound`] for an unknown name.
pub async fn run_now(app: &App, user: &User, name: &str) -> Result<ChoreView> {
    require_admin(user)?;
    let mut tx = app.db.begin().await?;
    let is_known = Chore::parse(name).is_some() && housekeeping::make_due(&mut tx, name).await?;
    if !is_known {
        return Err(Error::NotFound);
    }
    let entry = Entry::of_installation(user, AuditAction::ChoreStarted, name);
    entry.write(app, &mut tx).await?;
    let runs = housekeeping::list(&mut tx).await?;
    tx.commit().await?;
    let run = runs.into_iter().find(|run| run.name == name).ok_or(Error::NotFound)?;
    view(app, run).ok_or(Error::NotFound)
}

/// None for a chore of another version of the studio.
fn view(app: &App, run: Run) -> Option<ChoreView> {
    let chore = Chore::parse(&run.name)?;
    let last = match (run.ended_at, run.duration_ms, run.removed) {
        (Some(ended_at), Some(duration_ms), Some(removed)) => Some(LastRun {
            ended_at,
            duration_ms,
            removed,
            error: run.error,
        }),
        _ => None,
    };
    Some(ChoreView {
        name: chore.name(),
        every: chore.every(),
        keeps: chore.keeps(&app.config.retention),
        due_at: run.due_at,
        is_running: run.is_running,
        started_at: run.started_at,
        last,
    })
}
