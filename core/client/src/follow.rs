//! One job or batch until it has ended.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

use crate::{Batch, Client, Error, Job};

/// A job is asked for anew when nothing was heard of it for so long: its place in the queue changes without a word.
const JOB_POLL: Duration = Duration::from_secs(5);
/// Least time between two looks at a batch: to count its jobs is work for the studio.
const BATCH_PAUSE: Duration = Duration::from_secs(1);
/// How long a studio may be away before that is told.
const PATIENCE: Duration = Duration::from_secs(300);

impl Client {
    /// Follows a job; `told` sees it whenever it may have changed, first of all as it is now.
    ///
    /// # Errors
    /// When the studio refuses, or has been away for five minutes. The job goes on.
    pub async fn follow_job(&self, id: Uuid, mut told: impl FnMut(&Job)) -> Result<Job, Error> {
        let (mut watch, mut patience) = (self.watch(), Patience::default());
        loop {
            if let Some(job) = patience.bear(self.job(id).await).await? {
                told(&job);
                if job.has_ended() {
                    return Ok(job);
                }
            }
            while let Ok(job) = timeout(JOB_POLL, watch.next_of(|job| job.id == id)).await {
                let job = job?;
                told(&job);
                if job.has_ended() {
                    return Ok(job);
                }
            }
        }
    }

    /// Follows a batch; `told` sees it whenever it may have changed, first of all as it is now.
    ///
    /// # Errors
    /// As [`Self::follow_job`].
    pub async fn follow_batch(&self, id: Uuid, mut told: impl FnMut(&Batch)) -> Result<Batch, Error> {
        let (mut watch, mut patience) = (self.watch(), Patience::default());
        loop {
            if let Some(batch) = patience.bear(self.batch(id).await).await? {
                told(&batch);
                if batch.has_ended() {
                    return Ok(batch);
                }
            }
            sleep(BATCH_PAUSE).await;
            if let Ok(change) = timeout(JOB_POLL, watch.next_of(|job| job.batch_id == Some(id))).await {
                change?;
            }
        }
    }
}

/// Bears a studio that is away for a while.
#[derive(Default)]
struct Patience {
    away_since: Option<Instant>,
}

impl Patience {
    async fn bear<T>(&mut self, answer: Result<T, Error>) -> Result<Option<T>, Error> {
        match answer {
            Ok(answer) => {
                self.away_since = None;
                Ok(Some(answer))
            }
            Err(error) if error.is_passing() => {
                let since = *self.away_since.get_or_insert_with(Instant::now);
                if since.elapsed() > PATIENCE {
                    return Err(error);
                }
                sleep(Duration::from_secs(1)).await;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}
