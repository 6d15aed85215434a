//! `/batches/{id}/…`: what the page of a batch does to it.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use studio_app::batches::{self, presets};
use studio_model::{BatchId, UserId};

use super::batch::complain;
use super::signed_in::SignedInPage;
use crate::error::Result;
use crate::extract::{FormPairs, PathId};
use crate::views::BatchNotice;
use crate::{AppState, Error, paths};

/// `POST /batches/{id}/priority`: the field `priority`, -100 to 100.
pub(crate) async fn set_priority(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<BatchId>,
    form: FormPairs,
) -> Result<Response> {
    let done = match form.get("priority").trim().parse() {
        Ok(priority) => batches::set_priority(&state.app, user.id, id, priority).await.map(drop),
        Err(_) => Err(studio_app::Error::invalid(
            "priority",
            "Use a whole number from -100 to 100.",
        )),
    };
    match done {
        Ok(()) => Ok(back(id, BatchNotice::Moved)),
        Err(error) => complain(&state, &request, user.id, id, &form, error.into()).await,
    }
}

/// `POST /batches/{id}/rerun`: the field `only` is `all` for a new batch or `failed`; `key` makes two clicks one.
pub(crate) async fn rerun(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<BatchId>,
    form: FormPairs,
) -> Result<Response> {
    match run_again(&state, user.id, id, &form).await {
        Ok(response) => Ok(response),
        Err(error) => complain(&state, &request, user.id, id, &form, error).await,
    }
}

async fn run_again(state: &AppState, user_id: UserId, id: BatchId, form: &FormPairs) -> Result<Response> {
    let key = Some(form.get("key")).filter(|key| !key.is_empty());
    match form.get("only") {
        "all" => {
            let started = batches::rerun_all(&state.app, user_id, id, key.map(str::to_owned)).await?;
            Ok(Redirect::to(&paths::batch(&started.batch.id.to_string())).into_response())
        }
        "failed" => {
            let done = batches::rerun_failed(&state.app, user_id, id, key).await?;
            let notice = match done.stopped {
                Some(_) => BatchNotice::RestartedSome,
                None => BatchNotice::Restarted,
            };
            Ok(back(id, notice))
        }
        _ => Err(Error::invalid("only", "Use all or failed.")),
    }
}

/// `POST /batches/{id}/preset`: keeps its request under the field `name`.
pub(crate) async fn keep(
    State(state): State<AppState>,
    SignedInPage { request, user }: SignedInPage,
    PathId(id): PathId<BatchId>,
    form: FormPairs,
) -> Result<Response> {
    let wanted = batches::find_request(&state.app, user.id, id).await?;
    match presets::create(&state.app, user.id, form.get("name"), wanted).await {
        Ok(_) => Ok(back(id, BatchNotice::Kept)),
        Err(error) => complain(&state, &request, user.id, id, &form, error.into()).await,
    }
}

/// To the page of the batch, which says what was done.
fn back(id: BatchId, notice: BatchNotice) -> Response {
    let href = format!("{}?did={}", paths::batch(&id.to_string()), notice.name());
    Redirect::to(&href).into_response()
}
