//! `PUT /api/schedules/{id}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use studio_app::schedules;
use studio_model::ScheduleId;

use super::{ScheduleEnvelope, ScheduleRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// Replace a schedule.
///
/// What is left out takes its default. With another line or zone it fires by them from now on.
#[utoipa::path(
    put, path = "/api/schedules/{id}", operation_id = "update_schedule", tag = "schedules",
    params(
        ("id" = uuid::Uuid, Path, description = "The schedule."),
        ("If-Match" = String, Header, description = "The `ETag` of the schedule as you read it."),
    ),
    request_body = ScheduleRequestBody,
    responses(
        (status = 200, description = "Replaced.", body = ScheduleEnvelope),
        (status = 404, description = "You have no such schedule.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since you read it.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; those of the batch begin with `request.`.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_schedule(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ScheduleId>,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<ScheduleRequestBody>,
) -> Result<Response> {
    let schedule = schedules::update(&state.app, user.id, id, seen_at, body.into_request()?).await?;
    Ok((etag(schedule.updated_at), axum::Json(ScheduleEnvelope::from(schedule))).into_response())
}
