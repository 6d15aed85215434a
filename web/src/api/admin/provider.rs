//! `/api/admin/provider`

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::provider::{self, ProviderView};
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;

/// The most jobs that may be at the provider at a time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MaximumBody {
    /// `null` for as many as there are slots (the setting `JOB_SLOTS`), which bound it anyway.
    #[schema(minimum = 1, maximum = 1000, example = 8)]
    max_running: Option<i64>,
}

/// The studio's account at the provider, and how many jobs it bears at a time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProviderBody {
    /// `open`: the limit is the maximum; `lowered`: the provider had refused requests; `held`: it rests until `held_until`.
    #[schema(example = "lowered")]
    state: &'static str,
    /// Jobs that may be at the provider now. A refusal for too many halves it, accepted requests raise it again.
    #[schema(example = 6)]
    limit: u32,
    /// The highest that the limit can become.
    #[schema(example = 16)]
    max_running: u32,
    /// Jobs at the provider, or on their way there.
    #[schema(example = 6)]
    running: u32,
    /// No new job goes there before this time.
    held_until: Option<DateTime<Utc>>,
    /// When the limit was last lowered.
    lowered_at: Option<DateTime<Utc>>,
    /// When the limit was last raised.
    raised_at: Option<DateTime<Utc>>,
    /// Why it last changed; empty when it never did.
    reason: String,
}

impl From<ProviderView> for ProviderBody {
    fn from(view: ProviderView) -> Self {
        Self {
            state: view.state.as_str(),
            limit: view.limit,
            max_running: view.max_running,
            running: view.running,
            held_until: view.held_until,
            lowered_at: view.lowered_at,
            raised_at: view.raised_at,
            reason: view.reason,
        }
    }
}

/// How many jobs the provider bears.
#[utoipa::path(
    get, path = "/api/admin/provider", operation_id = "find_provider", tag = "admin",
    responses(
        (status = 200, description = "The studio's account at the provider.", body = ProviderBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_provider(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<axum::Json<ProviderBody>> {
    Ok(axum::Json(provider::find(&state.app, &user).await?.into()))
}

/// Set how many jobs may be at the provider.
///
/// The limit begins again at this maximum: what was learnt from refusals is forgotten, and a rest ends.
#[utoipa::path(
    put, path = "/api/admin/provider", operation_id = "put_provider", tag = "admin",
    request_body = MaximumBody,
    responses(
        (status = 200, description = "The account as it is now.", body = ProviderBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A number out of range.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_provider(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<MaximumBody>,
) -> Result<axum::Json<ProviderBody>> {
    Ok(axum::Json(
        provider::reset(&state.app, &user, body.max_running).await?.into(),
    ))
}
