//! `POST /api/batches/{id}/rerun`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use studio_app::batches::{self, BatchView, Stopped};
use studio_model::BatchId;
use utoipa::ToSchema;

use super::BatchBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::idempotency::{accepted, idempotency_key};
use crate::problem::Problem;

/// What to run again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RerunRequestBody {
    only: RerunOnly,
}

/// Which part of a batch.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum RerunOnly {
    /// The whole request once more, as a new batch.
    All,
    /// The failed jobs, in place.
    Failed,
}

/// What was started.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RerunBody {
    /// With `all` the new batch, with `failed` this one.
    batch: BatchBody,
    /// Failed jobs that wait for their turn again.
    restarted: u32,
    /// Failed jobs left as they are: their plugin is gone or declines them, or they changed meanwhile.
    skipped: u32,
    /// Why failed jobs are left that could be started.
    stopped: Option<StoppedBody>,
}

/// Why not all were started.
#[derive(Debug, Serialize, ToSchema)]
struct StoppedBody {
    /// `no_credits`, `budget_reached`, or `too_many`: ask again for the others.
    #[schema(example = "no_credits")]
    code: &'static str,
    message: String,
}

/// Run a batch again, or only what failed of it.
///
/// `all` makes a new batch from the same request, at present prices and with the present models; `parent_batch_id` of it is
/// this one. `failed` starts the failed jobs again where they are, in the order of the rows and each like a single retry, as
/// far as the credits go. With an `Idempotency-Key` a repeated request starts nothing more.
#[utoipa::path(
    post, path = "/api/batches/{id}/rerun", operation_id = "rerun_batch", tag = "batches",
    params(
        ("id" = uuid::Uuid, Path, description = "The batch."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request."),
    ),
    request_body = RerunRequestBody,
    responses(
        (status = 202, description = "Accepted.", body = RerunBody),
        (status = 402, description = "Not enough credits, or a hard budget is reached.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "You have no such batch.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is being cancelled, nothing of it failed, or the key was used with another request.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The request cannot be made any more: a model or the source picture is gone.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn rerun_batch(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<BatchId>,
    headers: HeaderMap,
    Json(body): Json<RerunRequestBody>,
) -> Result<Response> {
    let key = idempotency_key(&headers)?;
    let (body, replayed) = match body.only {
        RerunOnly::All => {
            let submitted = batches::rerun_all(&state.app, user.id, id, key).await?;
            (RerunBody::new(submitted.batch, 0, 0, None), submitted.replayed)
        }
        RerunOnly::Failed => {
            let done = batches::rerun_failed(&state.app, user.id, id, key.as_deref()).await?;
            let body = RerunBody::new(done.batch, done.restarted, done.skipped, done.stopped);
            (body, done.replayed)
        }
    };
    let location = format!("/api/batches/{}", body.batch.id());
    Ok(accepted(location, body, replayed))
}

impl RerunBody {
    fn new(batch: BatchView, restarted: u32, skipped: u32, stopped: Option<Stopped>) -> Self {
        let stopped = stopped.map(|stopped| match stopped {
            Stopped::NoCredits { needed, available } => StoppedBody {
                code: "no_credits",
                message: format!("The next job costs up to {needed} credits and {available} are left."),
            },
            Stopped::BudgetReached(message) => StoppedBody {
                code: "budget_reached",
                message,
            },
            Stopped::TooMany => StoppedBody {
                code: "too_many",
                message: "More jobs have failed than one request starts again.".to_owned(),
            },
        });
        Self {
            batch: batch.into(),
            restarted,
            skipped,
            stopped,
        }
    }
}
