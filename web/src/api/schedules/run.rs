//! `POST /api/schedules/{id}/run`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use studio_app::schedules;
use studio_model::ScheduleId;
use utoipa::ToSchema;

use super::runs::RunBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::idempotency::{accepted, idempotency_key};
use crate::problem::Problem;

/// A run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunEnvelope {
    run: RunBody,
}

/// Run a schedule now, also a paused one.
///
/// It counts like any other run: overlap, budget and failures apply. With an `Idempotency-Key` a repeated request gets the
/// first one's run.
#[utoipa::path(
    post, path = "/api/schedules/{id}/run", operation_id = "run_schedule", tag = "schedules",
    params(
        ("id" = uuid::Uuid, Path, description = "The schedule."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters that name this request."),
    ),
    responses(
        (status = 202, description = "It starts within moments.", body = RunEnvelope),
        (status = 404, description = "You have no such schedule.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "100 runs wait already.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn run_schedule(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ScheduleId>,
    headers: HeaderMap,
) -> Result<Response> {
    let key = idempotency_key(&headers)?;
    let asked = schedules::run_now(&state.app, user.id, id, key.as_deref()).await?;
    let location = format!("/api/schedules/{id}/runs");
    let body = RunEnvelope { run: asked.run.into() };
    Ok(accepted(location, body, asked.replayed))
}
