//! `GET /events`: what changes, while it changes, as server-sent events.
//!
//! Unnamed messages hold `<hx-partial>`s for open pages, messages named `job` the job as JSON for programs. Every flush ends
//! with an id; a client that comes back with `Last-Event-ID` gets what it missed, any other one the present state first.
//! What a newcomer gets wrong: nothing here knows what changed *to*. An event is an id; the present state is read when it is
//! told, so a burst of changes of one job is told once.

mod cursor;
mod follow;
mod render;

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use studio_app::keys::KeyUse;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::QueryPairs;
use crate::pages::PageRequest;
use crate::{AppState, cookies};
use follow::Follower;

/// Proxies and browsers drop connections on which nothing is said for long.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Messages that wait for a slow browser before the stream stops reading news.
const BACKLOG: usize = 8;

/// `GET /events`: `?batch=` is the batch whose page is open.
pub(crate) async fn stream(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PageRequest { frame, .. }: PageRequest,
    QueryPairs(query): QueryPairs,
    key: Option<Extension<KeyUse>>,
    headers: HeaderMap,
) -> Result<Response> {
    let token = cookies::session_token(&state.app.config, &headers);
    let (sender, receiver) = mpsc::channel::<Event>(BACKLOG);
    let follower = Follower {
        state,
        user_id: user.id,
        frame,
        token,
        key: key.map(|Extension(key)| key.id),
        batch: query.get("batch").parse().ok(),
    };
    tokio::spawn(follower.run(cursor::last_event_id(&headers), sender));
    let events = ReceiverStream::new(receiver).map(Ok::<_, Infallible>);
    let sse = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // nginx buffers answers unless told otherwise.
    Ok(([("x-accel-buffering", "no")], sse).into_response())
}
