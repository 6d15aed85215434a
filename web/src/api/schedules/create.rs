//! `POST /api/schedules`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::schedules;

use super::{ScheduleEnvelope, ScheduleRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::Json;
use crate::problem::Problem;

/// Make a batch recur.
///
/// It fires from now on, exactly once at each due time. Nothing is set aside before a run starts.
#[utoipa::path(
    post, path = "/api/schedules", operation_id = "create_schedule", tag = "schedules",
    request_body = ScheduleRequestBody,
    responses(
        (status = 201, description = "Made.", body = ScheduleEnvelope),
        (status = 409, description = "You have 100 schedules.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid; those of the batch begin with `request.`.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_schedule(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<ScheduleRequestBody>,
) -> Result<Response> {
    let schedule = schedules::create(&state.app, user.id, body.into_request()?).await?;
    let location = [(header::LOCATION, format!("/api/schedules/{}", schedule.id))];
    let version = etag(schedule.updated_at);
    let body = axum::Json(ScheduleEnvelope::from(schedule));
    Ok((StatusCode::CREATED, location, version, body).into_response())
}
