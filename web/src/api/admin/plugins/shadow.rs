//! `/api/admin/plugins/{plugin_id}/versions/{digest}/shadow`

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use studio_app::plugins::{self, ShadowJob, ShadowOutcome, ShadowView};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;
use crate::{AppState, Error};

/// How many jobs to repeat.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShadowRequestBody {
    /// The last so many finished jobs of the version on offer.
    #[schema(minimum = 1, maximum = 200, example = 50)]
    jobs: i64,
}

/// What a version would have done with finished jobs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShadowBody {
    /// The version whose jobs were repeated.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    against: String,
    /// Jobs asked for; fewer were repeated where there are fewer.
    #[schema(example = 50)]
    asked: u32,
    #[schema(example = 48)]
    same: u32,
    #[schema(example = 2)]
    different: u32,
    /// It would have refused them, or broken.
    #[schema(example = 0)]
    failed: u32,
    /// What came of each, the newest first.
    jobs: Vec<ShadowJobBody>,
    ran_at: DateTime<Utc>,
}

/// What a version would have done with one job.
#[derive(Debug, Serialize, ToSchema)]
struct ShadowJobBody {
    job_id: Uuid,
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
    /// `same`, `different` or `error`.
    #[schema(example = "different")]
    outcome: &'static str,
    /// Where it first goes another way: `price`, `call` or `result`.
    #[schema(example = "call")]
    what: Option<String>,
    /// With the version on offer.
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// With the version that was tried.
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
    /// Why it failed.
    error: Option<String>,
}

impl From<ShadowJob> for ShadowJobBody {
    fn from(job: ShadowJob) -> Self {
        let body = Self {
            job_id: job.job_id.0,
            model_id: job.model_id,
            outcome: "same",
            what: None,
            before: None,
            after: None,
            error: None,
        };
        match job.outcome {
            ShadowOutcome::Same => body,
            ShadowOutcome::Different { what, before, after } => Self {
                outcome: "different",
                what: Some(what),
                before: Some(before),
                after: Some(after),
                ..body
            },
            ShadowOutcome::Failed { message } => Self {
                outcome: "error",
                error: Some(message),
                ..body
            },
        }
    }
}

impl From<ShadowView> for ShadowBody {
    fn from(view: ShadowView) -> Self {
        Self {
            against: view.against,
            asked: view.asked,
            same: view.same,
            different: view.differed,
            failed: view.failed,
            jobs: view.jobs.into_iter().map(Into::into).collect(),
            ran_at: view.ran_at,
        }
    }
}

/// Try a version on finished jobs.
///
/// It plans the last jobs of the version on offer anew and reads the provider's stored answers. Nothing is called, paid or changed.
#[utoipa::path(
    post, path = "/api/admin/plugins/{plugin_id}/versions/{digest}/shadow", operation_id = "run_shadow", tag = "admin",
    params(
        ("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux"),
        ("digest" = String, Path, description = "The version.", example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ),
    request_body = ShadowRequestBody,
    responses(
        (status = 200, description = "What came of it; kept until the next run of the version.", body = ShadowBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The plugin has no such version.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The version is on offer, or none of the plugin is.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`jobs` is not 1 to 200.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn run_shadow(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId((id, digest)): PathId<(String, String)>,
    Json(body): Json<ShadowRequestBody>,
) -> Result<axum::Json<ShadowBody>> {
    let run = plugins::shadow(&state.app, &user, &id, &digest, body.jobs).await?;
    Ok(axum::Json(run.into()))
}

/// The last try of a version on finished jobs.
#[utoipa::path(
    get, path = "/api/admin/plugins/{plugin_id}/versions/{digest}/shadow", operation_id = "find_shadow_run", tag = "admin",
    params(
        ("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux"),
        ("digest" = String, Path, description = "The version.", example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ),
    responses(
        (status = 200, description = "What came of it.", body = ShadowBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The plugin has no such version, or it was never tried.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_shadow_run(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId((id, digest)): PathId<(String, String)>,
) -> Result<axum::Json<ShadowBody>> {
    let run = plugins::find_shadow(&state.app, &user, &id, &digest).await?;
    let run = run.ok_or(Error::App(studio_app::Error::NotFound))?;
    Ok(axum::Json(run.into()))
}
