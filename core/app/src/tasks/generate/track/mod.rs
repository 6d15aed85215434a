//! Following a request at the provider until it ends.
//!
//! The status stream tells progress as it happens; where it breaks, polling goes on. A webhook or a wish to cancel, both of which show
//! up as an event of the job, make us look at once. What is done about a request that has ended is in [`outcome`].

mod outcome;

use std::time::Duration;

use futures::StreamExt as _;
use studio_db::attempts::Attempt;
use studio_db::events::Event;
use studio_db::generation::held::{self, Resume};
use studio_db::generation::{self, Job};
use studio_fal_client::{CancelOutcome, LogLine, Logs, Status};
use studio_model::{AttemptState, JobId, Phase};
use tokio::sync::broadcast;
use tokio::time::{Instant, interval_at, sleep};
use url::Url;

use super::progress::percent;
use super::{Following, Interrupt, Next, Step, Work, still_held};
use crate::Error;

/// First and longest pause between two polls.
const POLL: (Duration, Duration) = (Duration::from_millis(400), Duration::from_secs(5));

/// Progress is written at most this often.
const WRITE: Duration = Duration::from_millis(300);

/// While a stream goes on, the job is looked at this often: a wish to cancel that did not get through, the longest time.
const LOOK: Duration = Duration::from_secs(5);

/// A request that has not ended after this time is cancelled and given up.
const LONGEST: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// One request that is being followed.
struct Track<'a> {
    work: &'a Work,
    job: Job,
    attempt: Attempt,
    status_url: Url,
    response_url: Url,
    cancel_url: Url,
    events: broadcast::Receiver<Event>,
    logs: Vec<LogLine>,
    shown: (Phase, Option<i32>, Option<i16>),
    written: Instant,
    cancel_sent: bool,
    /// The provider has said since we follow it that it has not ended.
    is_unfinished: bool,
    bad_results: u32,
}

impl Work {
    pub(super) async fn track(&self, job: &Job) -> Step {
        let attempt = self.last_attempt(job).await?;
        match attempt.state {
            AttemptState::Succeeded => self.set_planning(job).await,
            AttemptState::Accepted => {
                // What happens to the job from here on is an event; what happened before is in its row.
                let events = self.app.live.subscribe();
                let job = self.load().await?;
                self.follow(Following { job, attempt, events }).await
            }
            // It ended and nobody decided about the job.
            _ if job.cancel_requested_at.is_some() => self.end_cancelled(job).await,
            _ => self.hand_back(Resume::Wait(Duration::ZERO), None).await,
        }
    }

    /// Follows a call that the provider took.
    pub(super) async fn follow(&self, following: Following) -> Step {
        let Following { job, attempt, events } = following;
        let Some(acceptance) = &attempt.acceptance else {
            return Err(Interrupt::App(Error::internal(anyhow::anyhow!(
                "attempt {} has no request",
                attempt.id
            ))));
        };
        let url = |text: &str| Url::parse(text).map_err(|error| Interrupt::App(Error::internal(error)));
        let shown = (
            job.phase.unwrap_or(Phase::Submitted),
            job.provider_position,
            job.progress,
        );
        let mut track = Track {
            work: self,
            job,
            status_url: url(&acceptance.status_url)?,
            response_url: url(&acceptance.response_url)?,
            cancel_url: url(&acceptance.cancel_url)?,
            attempt,
            events,
            logs: Vec::new(),
            shown,
            written: Instant::now(),
            cancel_sent: false,
            is_unfinished: false,
            bad_results: 0,
        };
        track.run().await
    }

    async fn set_planning(&self, job: &Job) -> Step {
        let mut conn = self.app.db.acquire().await?;
        still_held(held::set_phase(&mut conn, self.hold, Phase::Planning).await?)?;
        tracing::debug!(job.id = %job.id, "the result is stored");
        Ok(Next::Again)
    }
}

/// What the provider said last.
enum Seen {
    Running,
    Ended,
    Gone,
    /// Nothing new, but the job wants attention now.
    Interrupted,
}

impl Track<'_> {
    async fn run(&mut self) -> Step {
        let mut pause = POLL.0;
        loop {
            if let Some(step) = self.attend().await? {
                return Ok(step);
            }
            match self.follow().await? {
                Seen::Gone => return self.gone().await,
                Seen::Ended => match self.fetch().await? {
                    Some(step) => return Ok(step),
                    None => pause = POLL.1,
                },
                Seen::Interrupted => {
                    self.job = self.work.load().await?;
                    continue;
                }
                Seen::Running => (),
            }
            if self.woken_within(pause).await {
                pause = POLL.0;
            } else {
                pause = pause.mul_f64(1.4).min(POLL.1);
            }
            self.job = self.work.load().await?;
        }
    }

    /// Stops, cancels, gives up. `Some` when that ended the step.
    async fn attend(&mut self) -> Result<Option<Next>, Interrupt> {
        let work = self.work;
        if work.stop.is_cancelled() {
            return work.hand_back(Resume::Later(Duration::ZERO), None).await.map(Some);
        }
        if self.job.cancel_requested_at.is_some() && !self.cancel_sent {
            self.cancel().await;
        }
        if self.is_overdue() {
            self.cancel().await;
            return work
                .fail(&self.job, "timed_out", "The provider did not finish within an hour.")
                .await
                .map(Some);
        }
        Ok(None)
    }

    /// Past the longest time, by the provider's own word: after an outage of ours a result may be waiting.
    fn is_overdue(&self) -> bool {
        let since = self.attempt.accepted_at.unwrap_or(self.attempt.created_at);
        self.is_unfinished && self.work.app.clock.now() - since > LONGEST
    }

    /// Asks the provider to cancel. What it then says about the request is what counts.
    async fn cancel(&mut self) {
        match self.work.app.fal.cancel(&self.cancel_url).await {
            Ok(CancelOutcome::Requested | CancelOutcome::AlreadyCompleted | CancelOutcome::Gone) => {
                self.cancel_sent = true;
            }
            Err(error) => tracing::info!(%error, "the wish to cancel did not reach the provider; trying again"),
        }
    }

    /// Reads the stream until it ends or something else wants attention; falls back to one poll.
    async fn follow(&mut self) -> Result<Seen, Interrupt> {
        let fal = self.work.app.fal.clone();
        let Ok(mut stream) = fal.stream_status(&self.status_url, Logs::Include).await else {
            return self.poll().await;
        };
        let mut look = interval_at(Instant::now() + LOOK, LOOK);
        loop {
            let status = tokio::select! {
                status = stream.next() => Some(status),
                () = self.work.stop.cancelled() => return Ok(Seen::Interrupted),
                () = event_of(&mut self.events, self.job.id) => None,
                _ = look.tick() => None,
            };
            let Some(status) = status else {
                if self.is_overdue() || self.wants_cancel().await? {
                    return Ok(Seen::Interrupted);
                }
                continue;
            };
            match status {
                Some(Ok(Status::InProgress { logs })) => {
                    self.is_unfinished = true;
                    self.logs.extend(logs);
                    self.show(Phase::Running, None).await?;
                }
                Some(Ok(status)) => match self.read(status).await? {
                    Seen::Running => (),
                    seen => return Ok(seen),
                },
                Some(Err(error)) => {
                    tracing::debug!(%error, "the status stream broke");
                    return self.poll().await;
                }
                None => return self.poll().await,
            }
        }
    }

    /// Whether the job is to be cancelled and the provider was not told yet.
    async fn wants_cancel(&self) -> Result<bool, Interrupt> {
        let job = generation::find(&mut *self.work.app.db.acquire().await?, self.job.id).await?;
        Ok(!self.cancel_sent && job.is_some_and(|job| job.cancel_requested_at.is_some()))
    }

    async fn poll(&mut self) -> Result<Seen, Interrupt> {
        match self.work.app.fal.status(&self.status_url, Logs::Include).await {
            Ok(status) => self.read(status).await,
            Err(error) => {
                tracing::debug!(%error, "the status cannot be read; trying again");
                Ok(Seen::Running)
            }
        }
    }

    async fn read(&mut self, status: Status) -> Result<Seen, Interrupt> {
        match status {
            Status::InQueue { position } => {
                self.is_unfinished = true;
                self.show(Phase::Submitted, position.and_then(|ahead| i32::try_from(ahead).ok()))
                    .await?;
                Ok(Seen::Running)
            }
            Status::InProgress { logs } => {
                self.is_unfinished = true;
                self.logs = logs;
                self.show(Phase::Running, None).await?;
                Ok(Seen::Running)
            }
            Status::Completed(_) => Ok(Seen::Ended),
            Status::Gone => Ok(Seen::Gone),
        }
    }

    /// Writes what changed, not too often.
    async fn show(&mut self, phase: Phase, position: Option<i32>) -> Result<(), Interrupt> {
        let progress = if phase == Phase::Running {
            percent(&self.logs).or(self.shown.2)
        } else {
            None
        };
        let seen = (phase, position, progress);
        if seen == self.shown || (phase == self.shown.0 && self.written.elapsed() < WRITE) {
            return Ok(());
        }
        let work = self.work;
        let mut conn = work.app.db.acquire().await?;
        still_held(held::set_progress(&mut conn, work.hold, phase, position, progress).await?)?;
        drop(conn);
        work.app.live.changed();
        (self.shown, self.written) = (seen, Instant::now());
        Ok(())
    }

    /// Waits; `true` when something happened to the job meanwhile.
    async fn woken_within(&mut self, pause: Duration) -> bool {
        tokio::select! {
            () = sleep(pause) => false,
            () = self.work.stop.cancelled() => true,
            () = event_of(&mut self.events, self.job.id) => true,
        }
    }
}

/// Waits for an event of the job that we did not cause just now ourselves; ours are harmless, they make one more poll.
async fn event_of(events: &mut broadcast::Receiver<Event>, job: JobId) {
    loop {
        match events.recv().await {
            Ok(event) if event.subject_id == job.0 => return,
            Ok(_) => (),
            // Fallen behind: one of the lost ones may have been ours.
            Err(broadcast::error::RecvError::Lagged(_)) => return,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}
