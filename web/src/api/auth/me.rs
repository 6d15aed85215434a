//! `GET /api/auth/me`

use axum::response::Response;

use super::{SignedInBody, versioned};
use crate::auth::CurrentUser;
use crate::problem::Problem;

/// Who is signed in.
#[utoipa::path(
    get, path = "/api/auth/me", operation_id = "find_me", tag = "auth",
    responses(
        (status = 200, description = "The account; its `ETag` is what a change of the profile sends as `If-Match`.", body = SignedInBody),
        (status = 401, description = "Nobody is signed in.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn me(CurrentUser(user): CurrentUser) -> Response {
    versioned(user)
}
