//! `GET …/requests/{id}/status/stream`: the status as server-sent events until the request is over. `logs` holds only
//! what is new since the event before.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse, Response, Sse,
    sse::{Event, KeepAlive},
};
use futures::{Stream, stream};
use tokio::sync::watch;

use super::{
    Request,
    status::{Status, wants_logs},
};
use crate::{call::status_word, state::Sim};

/// How often the place in the queue is looked at while nothing else changes.
const POSITION_CHECK: Duration = Duration::from_millis(500);

pub(super) async fn stream(request: &Request<'_>) -> Response {
    let Some(changed) = request.look(|job| job.changed.subscribe()) else {
        return status_word(404, "NOT_FOUND");
    };
    if let Err(refused) = request.authenticate() {
        return *refused;
    }
    let follower = Follower {
        sim: request.sim.clone(),
        id: request.id.to_owned(),
        logs: wants_logs(request),
        changed,
        logs_sent: 0,
        last_place: None,
        over: false,
    };
    let keep_alive = Duration::from_secs_f64(request.sim.live().keep_alive_s);
    Sse::new(follower.events())
        .keep_alive(KeepAlive::new().interval(keep_alive).text("ping"))
        .into_response()
}

/// One reader of a request's status.
struct Follower {
    sim: Sim,
    id: String,
    logs: bool,
    changed: watch::Receiver<()>,
    logs_sent: usize,
    last_place: Option<(&'static str, Option<usize>)>,
    over: bool,
}

impl Follower {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut follower| async move {
            let status = follower.next().await?;
            let text = serde_json::to_string(&status).expect("a status has string keys and finite numbers");
            Some((Ok(Event::default().data(text)), follower))
        })
    }

    /// Waits for something new; `None` after the end.
    async fn next(&mut self) -> Option<Status> {
        while !self.over {
            if let Some(status) = self.news()? {
                return Some(status);
            }
            // Either ending of the wait leads to another look; a closed channel means the request was forgotten.
            if let Ok(Err(_)) = tokio::time::timeout(POSITION_CHECK, self.changed.changed()).await {
                return None;
            }
        }
        None
    }

    /// A status if it differs from the last one sent; the outer `None` when the request is gone.
    fn news(&mut self) -> Option<Option<Status>> {
        let quirks = self.sim.live().quirks;
        let jobs = self.sim.jobs();
        let job = jobs.get(&self.id)?;
        let new_lines = job.logs.get(self.logs_sent..).unwrap_or_default();
        let logs = self.logs.then(|| new_lines.to_vec());
        let fresh_logs = self.logs && !new_lines.is_empty();
        let status = Status::new(&self.sim, &quirks, job, jobs.position(&self.id), logs);
        if self.last_place == Some(status.place()) && !fresh_logs {
            return Some(None);
        }
        self.logs_sent = job.logs.len();
        self.last_place = Some(status.place());
        self.over = status.is_over();
        Some(Some(status))
    }
}
