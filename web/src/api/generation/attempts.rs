//! `GET /api/generate/queue/{id}/attempts`

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::generation::{self, AttemptView, Decision};
use studio_model::JobId;
use utoipa::ToSchema;

use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// A call to the provider.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AttemptBody {
    /// 1 for the job's first call, then 2, …
    #[schema(example = 1)]
    number: i32,
    /// 0, then 1 when the job was started again by its user, …
    #[schema(example = 0)]
    round: i32,
    /// 0 for the first call that the model's plugin makes, then 1, …
    #[schema(example = 0)]
    step: i32,
    /// The plugin's word for the step.
    #[schema(example = "generate")]
    label: String,
    #[schema(example = "fal-ai/flux/dev")]
    endpoint: String,
    /// `intended`, `unknown`, `accepted`, `succeeded`, `refused`, `failed`, `cancelled` or `dead` (never arrived).
    #[schema(example = "succeeded")]
    state: &'static str,
    /// The provider's id.
    request_id: Option<String>,
    /// Why it brought no result, or why its outcome is unclear.
    error: Option<String>,
    /// When the studio decided to make it, just before it was sent.
    created_at: DateTime<Utc>,
    /// When the provider took it.
    accepted_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    /// After a call without a result: `retried`, `retry_later` or `given_up`.
    #[schema(example = "retried")]
    decision: Option<&'static str>,
    /// With `retry_later`: not before this time.
    retry_at: Option<DateTime<Utc>>,
}

impl From<AttemptView> for AttemptBody {
    fn from(AttemptView { call, decision }: AttemptView) -> Self {
        Self {
            number: call.number,
            round: call.round,
            step: call.step,
            label: call.label,
            endpoint: call.endpoint,
            state: call.state.as_str(),
            request_id: call.request_id,
            error: call.error,
            created_at: call.created_at,
            accepted_at: call.accepted_at,
            ended_at: call.ended_at,
            decision: decision.map(Decision::as_str),
            retry_at: match decision {
                Some(Decision::RetryAt(at)) => Some(at),
                _ => None,
            },
        }
    }
}

/// The calls to the provider that a job made.
///
/// Calls are forgotten some months after the job has ended (the setting `RETENTION_ATTEMPTS_DAYS`).
#[utoipa::path(
    get, path = "/api/generate/queue/{id}/attempts", operation_id = "list_attempts", tag = "generation",
    params(("id" = uuid::Uuid, Path, description = "The job.")),
    responses(
        (status = 200, description = "All of them, oldest first; there is no further page.", body = PageBody<AttemptBody>),
        (status = 404, description = "You have no such job.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_attempts(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<JobId>,
) -> Result<Json<PageBody<AttemptBody>>> {
    let attempts = generation::list_attempts(&state.app, user.id, id).await?;
    Ok(Json(PageBody::whole(
        attempts.into_iter().map(AttemptBody::from).collect(),
    )))
}
