//! Ending what works for an account, as its owner would.

use studio_db::leaving::work;
use studio_model::UserId;

use super::super::{Next, Turn};
use crate::{App, Error, Result, batches, generation, recipes};

/// Things that are cancelled in one step.
const PIECE: i64 = 100;

pub(super) async fn end(turn: &mut Turn<'_>, id: UserId) -> Result<Next> {
    loop {
        let ended = end_some(turn.app, id).await?;
        if turn.stepped(0).await? == Next::Leave {
            return Ok(Next::Leave);
        }
        if ended == 0 {
            return Ok(Next::Step);
        }
    }
}

/// Batches and runs before jobs: the workers end theirs with them.
async fn end_some(app: &App, id: UserId) -> Result<usize> {
    let mut conn = app.db.acquire().await?;
    work::pause_schedules(&mut conn, id, app.clock.now()).await?;
    let batches = work::list_batches(&mut conn, id, PIECE).await?;
    let runs = work::list_runs(&mut conn, id, PIECE).await?;
    let jobs = if batches.is_empty() && runs.is_empty() {
        work::list_jobs(&mut conn, id, PIECE).await?
    } else {
        Vec::new()
    };
    drop(conn);
    for batch in &batches {
        unless_over(batches::cancel(app, id, *batch).await)?;
    }
    for run in &runs {
        unless_over(recipes::cancel_run(app, id, *run).await)?;
    }
    for job in &jobs {
        unless_over(generation::cancel(app, id, *job).await)?;
    }
    Ok(batches.len() + runs.len() + jobs.len())
}

/// It may have ended this moment.
fn unless_over<T>(result: Result<T>) -> Result<()> {
    match result {
        Ok(_) | Err(Error::Conflict(_) | Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}
