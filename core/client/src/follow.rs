//! One job or batch until it has ended.

use std::time::Duration;

use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::patience::Patience;
use crate::{Batch, Client, Error, Job};

/// A job is asked for anew when nothing was heard of it for so long: its place in the queue changes without a word.
const JOB_POLL: Duration = Duration::from_secs(5);
/// Least time between two looks at a batch: to count its jobs is work for the studio.
const BATCH_PAUSE: Duration = Duration::from_secs(1);
/// Between two looks at a studio that is away.
const AWAY_PAUSE: Duration = Duration::from_secs(1);

impl Client {
    /// Follows a job; `told` sees it whenever it may have changed, first of all as it is now.
    ///
    /// # Errors
    /// When the studio refuses, or has been away for five minutes. The job goes on.
    pub async fn follow_job(&self, id: Uuid, mut told: impl FnMut(&Job)) -> Result<Job, Error> {
        let (mut watch, mut patience) = (self.watch(), Patience::default());
        loop {
            let Some(job) = patience.bear(self.job(id).await)? else {
                sleep(AWAY_PAUSE).await;
                continue;
            };
            told(&job);
            if job.has_ended() {
                return Ok(job);
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
            let Some(batch) = patience.bear(self.batch(id).await)? else {
                sleep(AWAY_PAUSE).await;
                continue;
            };
            told(&batch);
            if batch.has_ended() {
                return Ok(batch);
            }
            sleep(BATCH_PAUSE).await;
            if let Ok(change) = timeout(JOB_POLL, watch.next_of(|job| job.batch_id == Some(id))).await {
                change?;
            }
        }
    }
}
