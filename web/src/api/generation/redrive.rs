//! `POST /api/generate/queue/redrive`

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::generation::{self, FailedFilter};
use studio_model::PageLimit;
use utoipa::ToSchema;

use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, parse_cursor};
use crate::problem::Problem;
use crate::{AppState, Error};

/// Which failed jobs to run again; all when nothing is named.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedriveRequest {
    /// Failed for this reason, as a job's `error_code` says it.
    #[schema(example = "provider_unavailable")]
    error_code: Option<String>,
    #[schema(example = "fal-ai/flux/dev")]
    model_id: Option<String>,
    /// Failed at this time or later.
    since: Option<DateTime<Utc>>,
    /// Failed before this time.
    until: Option<DateTime<Utc>>,
    /// Jobs to look at, the longest failed first.
    #[schema(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// The `next_cursor` of the answer before.
    cursor: Option<String>,
}

/// What became of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RedriveBody {
    /// Jobs that wait again.
    #[schema(example = 12)]
    restarted: u32,
    /// What was set aside for them.
    #[schema(example = 36.0)]
    held_credits: f64,
    /// Jobs that stay failed.
    skipped: Vec<SkippedBody>,
    /// For `cursor`, to go on with the others; `null` when there are no more.
    next_cursor: Option<String>,
}

/// Jobs that stay failed for one reason.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SkippedBody {
    /// `insufficient_credits`, `plugin_missing`, `changed` (meanwhile) or `not_priced` (the model's plugin refuses it).
    #[schema(example = "insufficient_credits")]
    reason: &'static str,
    #[schema(example = 3)]
    jobs: u32,
}

/// Run failed jobs again.
///
/// Each as `POST …/{id}/retry` does it. Repeating the request starts none twice: one that waits again has not failed any more.
#[utoipa::path(
    post, path = "/api/generate/queue/redrive", operation_id = "redrive_jobs", tag = "generation",
    request_body = RedriveRequest,
    responses(
        (status = 200, description = "What became of them.", body = RedriveBody),
        (status = 422, description = "A field is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn redrive_jobs(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<RedriveRequest>,
) -> Result<axum::Json<RedriveBody>> {
    let limit = match body.limit {
        None => PageLimit::default(),
        Some(rows) => PageLimit::new(rows)
            .ok_or_else(|| Error::invalid("limit", format!("Use a number from 1 to {}.", PageLimit::MAX)))?,
    };
    let after = parse_cursor(body.cursor.as_deref().unwrap_or_default())?;
    let filter = FailedFilter {
        error_code: body.error_code,
        model_id: body.model_id,
        since: body.since,
        until: body.until,
    };
    let (done, next) = generation::redrive(&state.app, user.id, &filter, after, limit).await?;
    Ok(axum::Json(RedriveBody {
        restarted: done.restarted,
        held_credits: done.held.credits(),
        skipped: done
            .skipped
            .into_iter()
            .map(|(reason, jobs)| SkippedBody {
                reason: reason.as_str(),
                jobs,
            })
            .collect(),
        next_cursor: next.map(|cursor| cursor.to_string()),
    }))
}
