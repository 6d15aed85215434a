//! Running a batch again: as a new one, or only what failed of it.

use std::time::{Duration, Instant};

use studio_db::generation::BatchRows;
use studio_db::idempotency::{self, FirstUse, Made};
use studio_model::{BatchId, JobStatus, MicroDollars, PageLimit, ProjectId, UserId};

use super::find;
use super::request::{BatchRequest, StoredRequest, put_table};
use super::submit::{SubmittedBatch, find_key, submit_child};
use super::view::BatchView;
use crate::fingerprint::fingerprint;
use crate::generation::{RESTART_PIECE, Unaffordable, restart_many};
use crate::{App, Error, Result};

/// How long one request starts jobs again; the rest is for the next one.
const LONGEST: Duration = Duration::from_secs(15);

/// What came of starting the failed jobs of a batch again.
#[derive(Clone, Debug)]
pub struct Restarted {
    /// The batch, which goes on.
    pub batch: BatchView,
    /// Jobs that wait for their turn again.
    pub restarted: u32,
    /// Failed jobs left as they are: their plugin is gone or declines them, or they changed meanwhile.
    pub skipped: u32,
    /// Why failed jobs are left that could be started.
    pub stopped: Option<Stopped>,
    /// The same request was made before; nothing was started now.
    pub replayed: bool,
}

/// Why not all jobs were started again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The next one cannot be paid for.
    NoCredits {
        /// What it costs at most.
        needed: MicroDollars,
        /// What was left.
        available: MicroDollars,
    },
    /// A hard budget does not allow the next one; a sentence says which.
    BudgetReached(String),
    /// There are more than one request starts.
    TooMany,
}

/// Asks for the whole batch once more: a new batch from the stored request, at present prices and with the present plugins.
/// Rows that ask for no seed get another one.
///
/// # Errors
/// [`Error::NotFound`] for a batch that is not the user's, and as for [`super::submit`].
pub async fn rerun_all(app: &App, user_id: UserId, id: BatchId, key: Option<String>) -> Result<SubmittedBatch> {
    let mut request = find_request(app, user_id, id).await?;
    request.idempotency_key = key;
    submit_child(app, user_id, request, Some(id)).await
}

/// What a batch was asked for with, to be asked for again or kept under a name.
///
/// # Errors
/// [`Error::NotFound`] for a batch that is not the user's.
pub async fn find_request(app: &App, user_id: UserId, id: BatchId) -> Result<BatchRequest> {
    let mut conn = app.db.acquire().await?;
    let batch = studio_db::batches::find_for_user(&mut conn, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let mut stored: StoredRequest = serde_json::from_value(batch.request).map_err(Error::internal)?;
    put_table(&mut stored.spec, studio_db::batches::find_table(&mut conn, id).await?);
    Ok(BatchRequest {
        name: Some(batch.name),
        spec: stored.spec,
        defaults: stored.defaults,
        project_id: batch.project_id.map(ProjectId),
        priority: batch.priority,
        window_jobs: batch.window_jobs,
        skip_broken_rows: batch.broken_rows > 0,
        then: stored.then,
        idempotency_key: None,
    })
}

/// Starts the failed jobs of a batch again, in the order of its rows and each like a single retry, until all are, the credits
/// are used up or [`LONGEST`] has passed. A batch that had ended goes on.
///
/// # Errors
/// [`Error::NotFound`] for a batch that is not the user's; [`Error::Conflict`] when it is being cancelled, no job of it failed,
/// or the key was used with another request; [`Error::InsufficientCredits`] or [`Error::BudgetReached`] when not even one job can be paid for.
pub async fn rerun_failed(app: &App, user_id: UserId, id: BatchId, key: Option<&str>) -> Result<Restarted> {
    let body_hash = fingerprint(&("rerun failed", id.0))?;
    let batch = find(app, user_id, id).await?;
    let mut done = Restarted {
        batch,
        restarted: 0,
        skipped: 0,
        stopped: None,
        replayed: false,
    };
    if find_key(app, user_id, key, body_hash).await?.is_some() {
        done.replayed = true;
        return Ok(done);
    }
    if done.batch.state == super::BatchState::Cancelling {
        return Err(Error::Conflict("the batch is being cancelled".to_owned()));
    }
    if done.batch.failed == 0 {
        return Err(Error::Conflict("no job of the batch has failed".to_owned()));
    }
    restart_failed(app, user_id, id, &mut done).await?;
    if done.restarted == 0 {
        match done.stopped {
            Some(Stopped::NoCredits { needed, available }) => {
                return Err(Error::InsufficientCredits { needed, available });
            }
            Some(Stopped::BudgetReached(sentence)) => return Err(Error::BudgetReached(sentence)),
            Some(Stopped::TooMany) | None => {}
        }
    }
    if let Some(key) = key {
        remember(app, user_id, key, body_hash, id).await?;
    }
    done.batch = find(app, user_id, id).await?;
    Ok(done)
}

async fn restart_failed(app: &App, user_id: UserId, id: BatchId, done: &mut Restarted) -> Result<()> {
    let (start, mut after) = (Instant::now(), -1);
    let limit = PageLimit::new(RESTART_PIECE).unwrap_or_default();
    loop {
        let rows = BatchRows {
            batch_id: id,
            statuses: &[JobStatus::Failed],
            axis: None,
            after,
        };
        let jobs = studio_db::generation::list_rows(&mut *app.db.acquire().await?, &rows, limit).await?;
        let Some(last) = jobs.last() else {
            return Ok(());
        };
        if start.elapsed() > LONGEST {
            done.stopped = Some(Stopped::TooMany);
            return Ok(());
        }
        after = last.batch_row.unwrap_or(i32::MAX);
        let piece = restart_many(app, user_id, &jobs).await?;
        done.restarted += piece.restarted;
        let left_alone = piece.skipped.iter().filter(|(reason, _)| !reason.is_about_money());
        done.skipped += left_alone.map(|(_, jobs)| jobs).sum::<u32>();
        done.stopped = piece.unaffordable.map(|unaffordable| match unaffordable {
            Unaffordable::Credits { needed, available } => Stopped::NoCredits { needed, available },
            Unaffordable::Budget(sentence) => Stopped::BudgetReached(sentence),
        });
        if done.stopped.is_some() {
            return Ok(());
        }
    }
}

/// Remembers the key. A request of the same moment may have been quicker: both started what was failed, each job once.
async fn remember(app: &App, user_id: UserId, key: &str, body_hash: [u8; 32], id: BatchId) -> Result<()> {
    let first = FirstUse {
        body_hash,
        made: Made::Batch(id),
    };
    match idempotency::insert(&mut *app.db.acquire().await?, user_id, key, &first).await {
        Err(error) if error.constraint() == Some("idempotency_keys_pkey") => Ok(()),
        other => Ok(other?),
    }
}
