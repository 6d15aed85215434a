//! `POST /api/auth/login/code`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde::Deserialize;
use studio_app::accounts;
use utoipa::ToSchema;

use super::SignedInBody;
use crate::auth::Browser;
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;
use crate::{AppState, cookies};

/// The second proof.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogInCodeBody {
    /// The six digits of the app, or a recovery code.
    #[schema(example = "123456")]
    code: String,
}

/// Finish a log-in with a code.
///
/// For whom `POST /api/auth/login` answered 401 `code_needed`: send the cookie of that answer within ten minutes. A code is taken
/// once; one of the 30 seconds before or after is fine. Failures lock as those of passwords do.
#[utoipa::path(
    post, path = "/api/auth/login/code", operation_id = "log_in_with_code", tag = "auth",
    security(()),
    request_body = LogInCodeBody,
    responses(
        (status = 200, description = "Signed in.", body = SignedInBody),
        (status = 401, description = "The first step was too long ago, or in another browser.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The code is wrong, too old, or was used before.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn log_in_with_code(
    State(state): State<AppState>,
    Browser(client): Browser,
    headers: HeaderMap,
    Json(body): Json<LogInCodeBody>,
) -> Result<impl IntoResponse> {
    let config = &state.app.config;
    let (step, replaces) = (
        cookies::step_token(config, &headers),
        cookies::session_token(config, &headers),
    );
    let signed_in =
        accounts::log_in_with_code(&state.app, step.as_ref(), &body.code, &client, replaces.as_ref()).await?;
    let cookies = cookies::keep_after_step(config, &signed_in.token);
    Ok((cookies, axum::Json(SignedInBody::from(signed_in.user))))
}
