//! `/batches/{id}/…`: holding batches back, letting them go on, cancelling them; and their cards.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use studio_app::batches::{self, BatchState as Standing, BatchView};
use studio_model::{BatchId, UserId};

use super::frame::PageRequest;
use super::signed_in::SignedInPage;
use super::{next, respond};
use crate::error::Result;
use crate::extract::{FormPairs, PathId};
use crate::views::{BatchCard, BatchState, TimeLeft, batch_cards_partial};
use crate::{AppState, paths};

/// `POST /batches/{id}/pause`
pub(crate) async fn pause(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<BatchId>,
    form: FormPairs,
) -> Result<Response> {
    batches::pause(&state.app, user.id, id).await?;
    answer(&state, &request, user.id, &form).await
}

/// `POST /batches/{id}/resume`
pub(crate) async fn resume(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<BatchId>,
    form: FormPairs,
) -> Result<Response> {
    batches::resume(&state.app, user.id, id).await?;
    answer(&state, &request, user.id, &form).await
}

/// `POST /batches/{id}/cancel`
pub(crate) async fn cancel(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<BatchId>,
    form: FormPairs,
) -> Result<Response> {
    batches::cancel(&state.app, user.id, id).await?;
    answer(&state, &request, user.id, &form).await
}

/// All cards in their new state; where there is no script the whole page, which the field `next` names.
async fn answer(state: &AppState, request: &PageRequest, user_id: UserId, form: &FormPairs) -> Result<Response> {
    if !request.is_part {
        return Ok(next::go_on(form.get("next"), paths::QUEUE).into_response());
    }
    let cards = batch_cards(state, user_id).await?;
    let html = batch_cards_partial(&state.templates, &request.frame, &cards)?;
    Ok(respond::html_response(StatusCode::OK, html))
}

/// The cards of a user's batches that have not ended.
pub(crate) async fn batch_cards(state: &AppState, user_id: UserId) -> Result<Vec<BatchCard>> {
    let batches = batches::list_open(&state.app, user_id).await?;
    let now = state.app.clock.now();
    Ok(batches.iter().map(|batch| card(batch, now)).collect())
}

/// How far a batch is.
pub(super) fn card(batch: &BatchView, now: chrono::DateTime<chrono::Utc>) -> BatchCard {
    let total = batch.rows - batch.broken_rows;
    let done = batch.completed + batch.failed + batch.cancelled;
    let state = match batch.state {
        Standing::Running if batch.waiting.is_some() => BatchState::Stalled,
        Standing::Running => BatchState::Running,
        Standing::Ended => BatchState::Ended,
        Standing::Paused => BatchState::Paused,
        Standing::Cancelling => BatchState::Cancelling,
    };
    let stall = batch.waiting.as_ref().filter(|_| state == BatchState::Stalled);
    BatchCard {
        id: batch.id.to_string(),
        name: batch.name.clone(),
        state,
        stall: stall.map(|waiting| waiting.code),
        total,
        done,
        percent: BatchCard::percent(done, total),
        running: batch.running,
        failed: batch.failed,
        per_minute: Some(batch.per_minute).filter(|pace| *pace >= 1.0 && state == BatchState::Running),
        left: batch
            .expected_end
            .filter(|_| state == BatchState::Running)
            .map(|end| TimeLeft::from_seconds((end - now).num_seconds())),
    }
}
