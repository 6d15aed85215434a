//! The only file that names apalis.
//!
//! Settings follow what was measured of apalis-postgres 1.0: prefetching defeats order and heartbeats, so a worker fetches one task at
//! a time; notifications wake it and a poll each second is the safety net; a worker's name is new for every start, else a dead
//! process's tasks look alive.

use std::sync::Arc;
use std::time::Duration;

use apalis::prelude::{
    BackendExt as _, BoxDynError, Data, TaskBuilder, WorkerBuilder, WorkerBuilderExt as _, WorkerError,
};
use apalis_postgres::{Config, PostgresStorage};
use async_trait::async_trait;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use sqlx::{PgConnection, PgPool};
use tokio_util::sync::CancellationToken;

use crate::{Claim, Error, Result};

/// Name of the queue in the library's tables.
const QUEUE: &str = "generation";

/// Before another worker is started in the place of one that ended.
const RESTART_PAUSE: Duration = Duration::from_secs(1);

/// What a worker does with a task.
#[async_trait]
pub(crate) trait Handle: Send + Sync + 'static {
    /// Runs the job to a safe point. Never fails towards the library: its retries have no back-off.
    async fn handle(&self, claim: Claim);
}

pub(crate) async fn setup(pool: &PgPool) -> Result<()> {
    PostgresStorage::setup(pool)
        .await
        .map_err(|error| Error::Library(error.to_string()))
}

/// Hands claims to the workers, in the caller's transaction.
pub(crate) async fn push(conn: &mut PgConnection, claims: &[Claim]) -> Result<()> {
    let tasks = claims.iter().map(|claim| {
        let payload = serde_json::to_vec(claim).expect("ids and numbers serialise");
        TaskBuilder::new(payload)
            .idempotency_key(format!("{}:{}", claim.job_id, claim.release_no))
            .max_attempts(1)
            .build()
    });
    apalis_postgres::queries::push_tasks(conn, QUEUE, tasks.collect())
        .await
        .map_err(|error| Error::Library(error.to_string()))
}

/// Runs a worker until `stop`, then lets it finish, at most `patience`.
///
/// A database error ends a worker of the library, so another one is started after a pause; jobs in hand are not
/// affected, they run on tasks of their own.
pub(crate) async fn run_worker(
    pool: PgPool,
    name: String,
    concurrency: usize,
    handler: Arc<dyn Handle>,
    stop: CancellationToken,
    patience: Duration,
) {
    let too_long = async {
        stop.cancelled().await;
        tokio::time::sleep(patience).await;
    };
    tokio::pin!(too_long);
    for restart in 0_u64.. {
        let worker_name = format!("{name}-{restart}");
        let running = run_until(&pool, worker_name, concurrency, handler.clone(), stop.clone());
        tokio::select! {
            ended = running => match ended {
                _ if stop.is_cancelled() => return,
                Ok(()) => tracing::warn!("the worker stopped by itself and is started again"),
                Err(error) => tracing::warn!(%error, "the worker stopped and is started again"),
            },
            () = &mut too_long => return,
        }
        tokio::select! { () = tokio::time::sleep(RESTART_PAUSE) => (), () = stop.cancelled() => return }
    }
}

/// One worker of the library. Boxed, because its type defeats the compiler's check that the future may move between threads.
fn run_until(
    pool: &PgPool,
    name: String,
    concurrency: usize,
    handler: Arc<dyn Handle>,
    stop: CancellationToken,
) -> BoxFuture<'static, std::result::Result<(), WorkerError>> {
    let config = Config::default()
        .queue(QUEUE)
        .batch_size(1)
        .heartbeat_interval(Duration::from_secs(10))
        .missed_heartbeats(3);
    let storage = PostgresStorage::<serde_json::Value>::new(pool)
        .with_config(config)
        .with_pubsub()
        .poll_with_interval(Duration::from_secs(1));
    let worker = WorkerBuilder::new(name)
        .backend(storage)
        .concurrency(concurrency)
        .data(handler)
        .build(handle);
    worker
        .run_until(stop.cancelled_owned().map(Ok::<(), WorkerError>))
        .boxed()
}

async fn handle(payload: serde_json::Value, handler: Data<Arc<dyn Handle>>) -> std::result::Result<(), BoxDynError> {
    match serde_json::from_value::<Claim>(payload) {
        Ok(claim) => handler.handle(claim).await,
        Err(error) => tracing::error!(%error, "a task of the queue has no claim in it and is dropped"),
    }
    Ok(())
}

pub(crate) async fn prune(conn: &mut PgConnection, hours: i32, limit: i64) -> Result<u64> {
    let done = sqlx::query(
        "DELETE FROM apalis.jobs WHERE id = ANY (ARRAY(
            SELECT id FROM apalis.jobs
            WHERE job_type = $1 AND status IN ('Done', 'Killed', 'Failed') AND done_at < now() - make_interval(hours => $2)
            LIMIT $3
        ))",
    )
    .bind(QUEUE)
    .bind(hours)
    .bind(limit)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
