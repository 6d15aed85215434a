//! `POST /api/share/{token}/unlock`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use studio_app::shares;
use utoipa::ToSchema;

use crate::AppState;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;
use crate::share_visitor::{ShareVisitor, keep_key};

/// The password of a link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnlockBody {
    #[schema(example = "owls at dusk")]
    password: String,
}

/// Give the password of a link.
///
/// Sets a cookie that lets this client in for 12 hours. After five wrong passwords it has to wait.
#[utoipa::path(
    post, path = "/api/share/{token}/unlock", operation_id = "unlock_share", tag = "sharing",
    security(()),
    params(("token" = String, Path, description = "The link's token.")),
    request_body = UnlockBody,
    responses(
        (status = 204, description = "The link is open; keep the cookie."),
        (status = 404, description = "The link shows nothing.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The password is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong passwords.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unlock_share(
    State(state): State<AppState>,
    visitor: ShareVisitor,
    PathId(token): PathId<String>,
    Json(body): Json<UnlockBody>,
) -> Result<Response> {
    let key = shares::unlock(&state.app, &token, body.password, Some(visitor.ip.network())).await?;
    Ok((StatusCode::NO_CONTENT, keep_key(&state.app.config, &token, &key)).into_response())
}
