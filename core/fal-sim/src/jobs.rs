//! Requests: what was accepted, where each stands, and the queue they wait in.
//!
//! The book is plain data behind one lock and never waits for anything; `runner` decides what happens when.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::endpoint::EndpointId;

/// What was accepted. Never changes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: String,
    /// Full endpoint id.
    pub(crate) endpoint: String,
    pub(crate) input: Value,
    pub(crate) webhook: Option<String>,
    pub(crate) low_priority: bool,
    /// Seconds until processing must have started.
    pub(crate) start_timeout_s: Option<f64>,
    /// False when the caller asked not to keep payloads.
    pub(crate) store_io: bool,
    /// Seconds the result files live, when the caller said so.
    pub(crate) file_ttl_s: Option<f64>,
    pub(crate) via: Via,
    pub(crate) user_id: String,
    /// Picture seed when the input names none; fixed here so that a rerun draws the same.
    pub(crate) random_seed: u64,
    pub(crate) accepted_at: DateTime<Utc>,
}

/// How a request came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// `POST /queue/…`
    Queue,
    /// `POST /run/…`
    Run,
    /// `POST /run/…/stream`
    Stream,
}

/// How a request ended. Never changes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// HTTP status of the result.
    pub(crate) status: u16,
    /// JSON of the result.
    pub(crate) body: String,
    pub(crate) billable_units: f64,
    /// Text for the status reply of a failed request.
    pub(crate) error: Option<String>,
    pub(crate) error_type: Option<String>,
    pub(crate) user_timeout: bool,
    pub(crate) inference_s: f64,
    pub(crate) ended_at: DateTime<Utc>,
}

impl Outcome {
    pub(crate) fn succeeded(&self) -> bool {
        self.status < 300
    }

    pub(crate) fn cancelled(&self) -> bool {
        self.error_type.as_deref() == Some(crate::errors::CANCELLED.kind)
    }
}

/// One line of a request's log.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LogLine {
    pub(crate) message: String,
    pub(crate) level: &'static str,
    pub(crate) source: &'static str,
    pub(crate) timestamp: String,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Waits; `eligible` once its least queue time is over.
    Queued {
        eligible: bool,
    },
    Running,
    Done,
}

/// A request and everything that happened to it.
pub(crate) struct Job {
    pub(crate) order: Order,
    pub(crate) endpoint: EndpointId,
    pub(crate) phase: Phase,
    pub(crate) started_at: Option<DateTime<Utc>>,
    /// How many times it has started; more than once after a retry of the platform's.
    pub(crate) starts: u32,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) logs: Vec<LogLine>,
    pub(crate) webhook_attempts: u32,
    pub(crate) webhook_status: Option<u16>,
    /// Cancelled when the caller asks for it and the model listens.
    pub(crate) cancel: CancellationToken,
    /// Cancelled when the simulator forgets the request.
    pub(crate) stop: CancellationToken,
    /// Told about every change.
    pub(crate) changed: watch::Sender<()>,
}

impl Job {
    pub(crate) fn log(&mut self, message: impl Into<String>) {
        let timestamp = Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        self.logs.push(LogLine {
            message: message.into(),
            level: "INFO",
            source: "USER",
            timestamp,
        });
    }
}

/// All requests and the queue.
#[derive(Default)]
pub(crate) struct JobBook {
    jobs: HashMap<String, Job>,
    /// Ids in the order of acceptance.
    order: Vec<String>,
    /// Ids that wait: normal priority, then low.
    waiting: [VecDeque<String>; 2],
    running: usize,
}

impl JobBook {
    /// Enters a request.
    pub(crate) fn insert(&mut self, job: Job) {
        let id = job.order.id.clone();
        match job.phase {
            Phase::Queued { .. } => self.waiting[usize::from(job.order.low_priority)].push_back(id.clone()),
            Phase::Running => self.running += 1,
            Phase::Done => {}
        }
        self.order.push(id.clone());
        self.jobs.insert(id, job);
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Job> {
        self.jobs.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Job> {
        self.jobs.get_mut(id)
    }

    /// Requests in the order of acceptance.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Job> {
        self.order.iter().filter_map(|id| self.jobs.get(id))
    }

    pub(crate) fn running(&self) -> usize {
        self.running
    }

    pub(crate) fn waiting(&self) -> usize {
        self.waiting.iter().map(VecDeque::len).sum()
    }

    /// How many requests are ahead of this one.
    pub(crate) fn position(&self, id: &str) -> usize {
        self.waiting
            .iter()
            .flatten()
            .position(|waiting| waiting == id)
            .unwrap_or(0)
    }

    /// Takes the next request that may start and marks it running.
    pub(crate) fn start_next(&mut self) -> Option<String> {
        let jobs = &self.jobs;
        let eligible = |id: &String| {
            jobs.get(id)
                .is_some_and(|job| matches!(job.phase, Phase::Queued { eligible: true }))
        };
        let (class, at) =
            (0..self.waiting.len()).find_map(|class| Some((class, self.waiting[class].iter().position(eligible)?)))?;
        let id = self.waiting[class].remove(at)?;
        let job = self.jobs.get_mut(&id)?;
        job.phase = Phase::Running;
        job.started_at = Some(Utc::now());
        job.starts += 1;
        job.changed.send_replace(());
        self.running += 1;
        Some(id)
    }

    /// Puts a running request back at the head of the queue, as the provider does when it retries.
    pub(crate) fn requeue(&mut self, id: &str) {
        let Some(job) = self.jobs.get_mut(id).filter(|job| job.phase == Phase::Running) else {
            return;
        };
        job.phase = Phase::Queued { eligible: false };
        job.started_at = None;
        job.changed.send_replace(());
        self.running -= 1;
        self.waiting[usize::from(job.order.low_priority)].push_front(id.to_owned());
    }

    /// Ends a request; false when it is unknown or had ended before.
    pub(crate) fn finish(&mut self, id: &str, outcome: Outcome) -> bool {
        let Some(job) = self.jobs.get_mut(id).filter(|job| job.phase != Phase::Done) else {
            return false;
        };
        match job.phase {
            Phase::Running => self.running -= 1,
            _ => self
                .waiting
                .iter_mut()
                .for_each(|queue| queue.retain(|waiting| waiting != id)),
        }
        job.phase = Phase::Done;
        job.outcome = Some(outcome);
        job.changed.send_replace(());
        true
    }

    /// Forgets everything and stops what runs.
    pub(crate) fn clear(&mut self) {
        for job in self.jobs.values() {
            job.stop.cancel();
        }
        *self = Self::default();
    }
}
