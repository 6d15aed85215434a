//! `POST /run/{endpoint}/stream`: rough previews as server-sent events; the last event is the output.

use std::convert::Infallible;

use axum::response::{
    IntoResponse, Response, Sse,
    sse::{Event, KeepAlive},
};
use futures::{Stream, StreamExt, stream};
use serde_json::Value;

use super::wait;
use crate::{
    call::{detail, set_header},
    operations,
    queue::outcome_reply,
    state::Sim,
};

/// Previews before the output.
const PREVIEWS: u32 = 3;

/// Streams a request that is running. One that fails before the first preview answers like a direct call.
pub(super) async fn reply(sim: &Sim, id: &str) -> Response {
    let Some(order) = sim.jobs().get(id).map(|job| job.order.clone()) else {
        return detail(503, "The simulator was reset");
    };
    let first = tokio::select! {
        biased;
        _ = wait(sim, id) => None,
        preview = operations::preview(sim, &order, 1, PREVIEWS) => preview,
    };
    if first.is_none()
        && let Some(outcome) = wait(sim, id).await.filter(|outcome| !outcome.succeeded())
    {
        return outcome_reply(id, &outcome);
    }
    let mut response = Sse::new(events(sim.clone(), id.to_owned(), first))
        .keep_alive(KeepAlive::default())
        .into_response();
    set_header(&mut response, "x-fal-request-id", id);
    response
}

fn events(sim: Sim, id: String, first: Option<Value>) -> impl Stream<Item = Result<Event, Infallible>> {
    let head = stream::iter(first);
    let previews = stream::unfold((sim.clone(), id.clone(), 2), |(sim, id, number)| async move {
        if number > PREVIEWS {
            return None;
        }
        let order = sim.jobs().get(&id).filter(|job| job.outcome.is_none())?.order.clone();
        let preview = operations::preview(&sim, &order, number, PREVIEWS).await?;
        Some((preview, (sim, id, number + 1)))
    });
    let last = stream::once(async move { wait(&sim, &id).await })
        .filter_map(|outcome| async { serde_json::from_str::<Value>(&outcome?.body).ok() });
    head.chain(previews)
        .chain(last)
        .map(|value| Ok(Event::default().data(value.to_string())))
}
