//! The journal that lets a killed simulator come back: one JSON line per accepted request, ending and file.
//!
//! A line is written before the answer it stands for leaves, without `fsync`: it survives the death of the process, which
//! is what the studio's crash tests do, not the death of the machine. A torn last line is ignored. Faults, settings and
//! upload sessions are not kept.

use std::{
    borrow::Cow,
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Seek, Write},
    path::Path,
    sync::Mutex,
};

use serde::{Deserialize, Serialize};

use crate::{
    endpoint::EndpointId,
    error::SimError,
    files::FileInfo,
    jobs::{Order, Outcome, Phase},
    state::{Sim, lock},
};

/// One line.
#[derive(Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Event<'a> {
    /// A request was accepted.
    Accepted { order: Cow<'a, Order> },
    /// A request ended.
    Ended {
        id: Cow<'a, str>,
        started_at: Option<chrono::DateTime<chrono::Utc>>,
        outcome: Cow<'a, Outcome>,
    },
    /// A request's webhook was acknowledged or given up.
    WebhookSettled { id: Cow<'a, str> },
    /// A file was stored.
    Stored { file: Cow<'a, FileInfo> },
}

/// An open journal.
pub(crate) struct Journal(Mutex<File>);

impl Journal {
    /// Opens the journal of a state folder and reads what is in it.
    pub(crate) fn open(state_dir: Option<&Path>) -> Result<(Option<Self>, Vec<Event<'static>>), SimError> {
        let Some(dir) = state_dir else {
            return Ok((None, Vec::new()));
        };
        let path = dir.join("journal.jsonl");
        let fail = |source| SimError::StateDir {
            path: path.clone(),
            source,
        };
        std::fs::create_dir_all(dir.join("files")).map_err(fail)?;
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(&path)
            .map_err(fail)?;
        let mut events = Vec::new();
        // Split by bytes: a torn line may end in the middle of a character.
        for line in BufReader::new(&file).split(b'\n') {
            let line = line.map_err(fail)?;
            if line.is_empty() {
                continue;
            }
            match serde_json::from_slice(&line) {
                Ok(event) => events.push(event),
                Err(error) => tracing::warn!(%error, "skipping a torn line of the simulator's journal"),
            }
        }
        // A torn last line has no end; what follows must not be glued to it.
        if file.metadata().map_err(fail)?.len() > 0 {
            file.write_all(b"\n").map_err(fail)?;
        }
        Ok((Some(Self(Mutex::new(file))), events))
    }

    /// Writes one line. Failure is logged: a simulator with a full disk should still answer.
    pub(crate) fn append(&self, event: &Event<'_>) {
        let mut line = serde_json::to_vec(event).expect("events have string keys and finite numbers");
        line.push(b'\n');
        if let Err(error) = lock(&self.0).write_all(&line) {
            tracing::error!(%error, "cannot write the simulator's journal");
        }
    }

    /// Forgets everything.
    pub(crate) fn truncate(&self) {
        let mut file = lock(&self.0);
        if let Err(error) = file.set_len(0).and_then(|()| file.rewind()) {
            tracing::error!(%error, "cannot empty the simulator's journal");
        }
    }
}

/// Brings the state to where the journal ends, then carries on with what was unfinished.
pub(crate) fn replay(sim: &Sim, events: Vec<Event<'_>>) {
    let mut unsettled = Vec::new();
    for event in events {
        match event {
            Event::Accepted { order } => restore_order(sim, order.into_owned()),
            Event::Ended {
                id,
                started_at,
                outcome,
            } => {
                let mut jobs = sim.jobs();
                if let Some(job) = jobs.get_mut(&id) {
                    job.started_at = started_at;
                    unsettled.extend(job.order.webhook.is_some().then(|| id.to_string()));
                }
                jobs.finish(&id, outcome.into_owned());
            }
            Event::WebhookSettled { id } => unsettled.retain(|waiting| *waiting != *id),
            Event::Stored { file } => sim.files.restore(file.into_owned()),
        }
    }
    for id in unsettled {
        crate::webhooks::deliver(sim, &id);
    }
    crate::runner::pump(sim);
}

fn restore_order(sim: &Sim, order: Order) {
    let segments: Vec<String> = order.endpoint.split('/').map(str::to_owned).collect();
    if let Some(endpoint) = EndpointId::from_segments(&segments) {
        let id = order.id.clone();
        let job = sim.job(order, endpoint, Phase::Queued { eligible: true });
        sim.jobs().insert(job);
        crate::runner::watch_start(sim, &id);
    }
}
