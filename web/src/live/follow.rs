//! One stream: waits for news of its user, collects them, tells them four times a second at the most.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::response::sse::Event as Message;
use studio_app::accounts::{self, SessionToken};
use studio_app::events::{self, Event, EventCursor, EventKind, Replay};
use studio_app::keys;
use studio_model::{ApiKeyId, BatchId, JobId, UserId};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::{Instant, interval_at, sleep_until};

use super::render;
use crate::AppState;
use crate::error::Result;
use crate::views::Frame;

/// Least time between two flushes, so that a job is told at most four times a second.
const PAUSE: Duration = Duration::from_millis(250);
/// Least time between two looks at the batches: to count their jobs is work.
const BATCH_PAUSE: Duration = Duration::from_secs(1);
/// How often a stream asks whether its session still lasts.
const SESSION_CHECK: Duration = Duration::from_secs(15);

/// A stream of one signed-in browser, or of one program.
pub(super) struct Follower {
    pub(super) state: AppState,
    pub(super) user_id: UserId,
    pub(super) frame: Frame,
    pub(super) token: Option<SessionToken>,
    /// The key, when a program follows.
    pub(super) key: Option<ApiKeyId>,
    /// The batch whose page is open.
    pub(super) batch: Option<BatchId>,
}

/// News that were not told yet.
#[derive(Debug, Default)]
pub(super) struct News {
    pub(super) jobs: BTreeSet<JobId>,
    pub(super) balance: bool,
    /// A batch changed itself.
    pub(super) batches: bool,
    /// Something was told, or read.
    pub(super) notifications: bool,
    /// Everything up to here is told after the next flush.
    pub(super) upto: Option<EventCursor>,
}

impl News {
    fn add(&mut self, event: &Event) {
        match event.kind {
            EventKind::Job => drop(self.jobs.insert(JobId(event.subject_id))),
            EventKind::Balance => self.balance = true,
            EventKind::Batch => self.batches = true,
            EventKind::Notification => self.notifications = true,
            // The job that made the picture tells of it.
            EventKind::Image => {}
        }
        self.upto = self.upto.max(Some(event.cursor));
    }

    fn is_empty(&self) -> bool {
        self.jobs.is_empty() && !self.balance && !self.batches && !self.notifications
    }
}

/// Why a stream ends; clients come back by themselves.
struct Ended;

impl Follower {
    /// Runs until the browser leaves, the session is over, the process stops or the database fails.
    pub(super) async fn run(self, after: Option<EventCursor>, sender: mpsc::Sender<Message>) {
        let shutdown = self.state.shutdown.clone();
        tokio::select! {
            () = shutdown.cancelled() => (),
            () = sender.closed() => (),
            () = async {
                if let Err(error) = self.follow(after, &sender).await {
                    tracing::warn!(%error, "a live stream ended");
                }
            } => (),
        }
    }

    async fn follow(&self, after: Option<EventCursor>, sender: &mpsc::Sender<Message>) -> Result<()> {
        // First listen, then look: what happens in between is told twice rather than never.
        let mut receiver = self.state.app.live.subscribe();
        let mut news = self.catch_up(after).await?;
        let mut next_flush = Instant::now();
        let (mut batches_changed, mut next_batches) = (false, Instant::now());
        let mut session_check = interval_at(Instant::now() + SESSION_CHECK, SESSION_CHECK);
        loop {
            tokio::select! {
                event = receiver.recv() => self.receive(&mut news, event, &mut receiver).await?,
                () = sleep_until(next_flush), if !news.is_empty() => {
                    match self.flush(std::mem::take(&mut news), sender).await? {
                        Ok(of_batches) => batches_changed |= of_batches,
                        Err(Ended) => return Ok(()),
                    }
                    next_flush = Instant::now() + PAUSE;
                }
                () = sleep_until(next_batches), if batches_changed => {
                    let message = render::batches(&self.state, self.user_id, &self.frame, self.batch).await?;
                    if sender.send(message).await.is_err() {
                        return Ok(());
                    }
                    batches_changed = false;
                    next_batches = Instant::now() + BATCH_PAUSE;
                }
                _ = session_check.tick() => {
                    if !self.is_signed_in().await? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// What a client that comes (back) has to be told first.
    async fn catch_up(&self, after: Option<EventCursor>) -> Result<News> {
        if let Some(after) = after
            && let Replay::Events(missed) = events::replay(&self.state.app, self.user_id, after).await?
        {
            // The last look at the batches may have come too early.
            let mut news = News {
                batches: true,
                ..News::default()
            };
            missed.iter().for_each(|event| news.add(event));
            return Ok(news);
        }
        self.present_state().await
    }

    async fn present_state(&self) -> Result<News> {
        let jobs = render::present_jobs(&self.state.app, self.user_id).await?;
        Ok(News {
            jobs,
            balance: true,
            batches: true,
            notifications: true,
            upto: None,
        })
    }

    async fn receive(
        &self,
        news: &mut News,
        event: std::result::Result<Event, RecvError>,
        receiver: &mut Receiver<Event>,
    ) -> Result<()> {
        match event {
            Ok(event) if event.user_id == self.user_id => news.add(&event),
            Ok(_) => {}
            // Too slow for this many changes: start over with what is so now.
            Err(_) => {
                *receiver = receiver.resubscribe();
                *news = self.present_state().await?;
            }
        }
        Ok(())
    }

    /// Tells the news; says whether they are about a batch or jobs of one.
    async fn flush(&self, news: News, sender: &mpsc::Sender<Message>) -> Result<std::result::Result<bool, Ended>> {
        let told = render::messages(&self.state, self.user_id, &self.frame, &news).await?;
        for message in told.messages {
            if sender.send(message).await.is_err() {
                return Ok(Err(Ended));
            }
        }
        Ok(Ok(told.of_batches))
    }

    async fn is_signed_in(&self) -> Result<bool> {
        if let Some(key) = self.key {
            return Ok(keys::is_active(&self.state.app, key).await?);
        }
        let Some(token) = &self.token else { return Ok(false) };
        Ok(accounts::find_session(&self.state.app, token).await?.is_some())
    }
}
