//! All changes of jobs: by the stream while it works, by asking again while it does not.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::{Instant, sleep, sleep_until};
use uuid::Uuid;

use crate::patience::Patience;
use crate::{Client, Error, Event, Events, Job, JobQuery, Position};

/// Between two looks at the list while there is no stream.
const POLL: Duration = Duration::from_secs(2);
/// Between two tries to open the stream.
const REOPEN: Duration = Duration::from_secs(20);
/// What ended so shortly before is told, too: the clocks of two machines differ, and the stream does the same.
const LOOK_BACK: TimeDelta = TimeDelta::minutes(2);
/// Jobs that one look sees.
const SEEN_AT_ONCE: u16 = 50;

/// Tells jobs as they change. A job may be told twice in the same state, never too seldom to learn of its end.
pub struct Watch {
    client: Client,
    events: Option<Events>,
    last_id: Option<String>,
    waiting: VecDeque<Job>,
    /// What was told of which jobs by asking.
    told: Option<HashMap<Uuid, DateTime<Utc>>>,
    /// Jobs that ended before were not watched.
    begun_at: DateTime<Utc>,
    open_at: Instant,
    poll_at: Instant,
    patience: Patience,
}

impl Client {
    /// Begins with the jobs that have not ended.
    #[must_use]
    pub fn watch(&self) -> Watch {
        Watch {
            client: self.clone(),
            events: None,
            last_id: None,
            waiting: VecDeque::new(),
            told: None,
            begun_at: Utc::now() - LOOK_BACK,
            open_at: Instant::now(),
            poll_at: Instant::now(),
            patience: Patience::default(),
        }
    }
}

impl Watch {
    /// The next change. Nothing is lost when the future is dropped.
    ///
    /// # Errors
    /// When the studio refuses, or has been away for five minutes.
    pub async fn next(&mut self) -> Result<Job, Error> {
        loop {
            if let Some(job) = self.waiting.pop_front() {
                return Ok(job);
            }
            if self.events.is_some() {
                if let Some(job) = self.hear().await {
                    return Ok(job);
                }
            } else if Instant::now() >= self.open_at {
                self.open().await?;
            } else {
                sleep_until(self.poll_at.min(self.open_at)).await;
                if Instant::now() >= self.poll_at {
                    self.poll().await?;
                }
            }
        }
    }

    /// The next change of a job that `fits`.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub async fn next_of(&mut self, fits: impl Fn(&Job) -> bool) -> Result<Job, Error> {
        loop {
            let job = self.next().await?;
            if fits(&job) {
                return Ok(job);
            }
        }
    }

    /// Listens until a job is told; a stream that breaks is opened again at once, since streams end with a restart.
    async fn hear(&mut self) -> Option<Job> {
        let events = self.events.as_mut()?;
        match events.next().await {
            Some(Ok(Event::Job(job))) => Some(*job),
            Some(Ok(Event::Other)) => None,
            Some(Err(_)) | None => {
                self.last_id = events.last_id().map(str::to_owned);
                self.events = None;
                // A stream that ends as soon as it begins must not be opened in a tight loop.
                sleep(Duration::from_millis(250)).await;
                self.open_at = Instant::now();
                None
            }
        }
    }

    async fn open(&mut self) -> Result<(), Error> {
        match self.client.events(self.last_id.as_deref()).await {
            Ok(events) => {
                self.events = Some(events);
                self.patience = Patience::default();
                Ok(())
            }
            Err(error) if error.is_passing() || matches!(error, Error::Unexpected { .. }) => {
                self.open_at = Instant::now() + REOPEN;
                self.poll_at = Instant::now();
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    async fn poll(&mut self) -> Result<(), Error> {
        self.poll_at = Instant::now() + POLL;
        let at = Position {
            cursor: None,
            limit: SEEN_AT_ONCE,
        };
        let answer = self.client.jobs(&JobQuery::default(), &at).await;
        if let Some(page) = self.patience.bear(answer)? {
            self.take(page.items);
        }
        Ok(())
    }

    /// Keeps what is news for [`Self::next`].
    fn take(&mut self, jobs: Vec<Job>) {
        let told = self.told.get_or_insert_default();
        for job in jobs.into_iter().rev() {
            let is_news = told.insert(job.id, job.updated_at) != Some(job.updated_at);
            if is_news && job.completed_at.is_none_or(|at| at > self.begun_at) {
                self.waiting.push_back(job);
            }
        }
    }
}
