//! `PUT /api/auth/profile`

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use studio_app::accounts;
use utoipa::ToSchema;

use super::{SignedInBody, versioned};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::IfMatch;
use crate::extract::Json;
use crate::problem::Problem;

/// What you say about yourself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfileBody {
    /// 1 to 100 characters on one line; none that is invisible or turns the direction of text around.
    #[schema(example = "Ada Lovelace")]
    name: String,
}

/// Change what you are called.
#[utoipa::path(
    put, path = "/api/auth/profile", operation_id = "update_profile", tag = "auth",
    params(("If-Match" = String, Header, description = "The `ETag` of `GET /api/auth/me`.")),
    request_body = ProfileBody,
    responses(
        (status = 200, description = "The account.", body = SignedInBody),
        (status = 412, description = "The account was changed since.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The name is not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_profile(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<ProfileBody>,
) -> Result<Response> {
    Ok(versioned(
        accounts::update_profile(&state.app, user.id, seen_at, &body.name).await?,
    ))
}
