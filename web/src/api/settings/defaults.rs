//! `/api/settings/defaults`

use axum::Json as JsonAnswer;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use studio_app::settings::{self, Defaults, SettingsView};
use utoipa::ToSchema;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::Json;
use crate::problem::Problem;

/// What forms and requests begin with.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefaultsBody {
    /// The model of requests that name none and whose project has none.
    #[schema(example = "fal-ai/flux/dev")]
    model_id: Option<String>,
    /// Some of its parameters; the others have the model's own defaults.
    #[serde(default)]
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
}

/// The defaults.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DefaultsEnvelope {
    defaults: DefaultsBody,
    /// The last change of any setting. The `ETag` says the same.
    updated_at: DateTime<Utc>,
}

/// What your forms and requests begin with.
#[utoipa::path(
    get, path = "/api/settings/defaults", operation_id = "find_defaults", tag = "settings",
    responses((status = 200, description = "The defaults; their `ETag` is what a change sends as `If-Match`.", body = DefaultsEnvelope))
)]
pub(crate) async fn find_defaults(State(state): State<AppState>, CurrentUser(user): CurrentUser) -> Result<Response> {
    Ok(answer(settings::find(&state.app, user.id).await?))
}

/// Change what your forms and requests begin with.
#[utoipa::path(
    put, path = "/api/settings/defaults", operation_id = "update_defaults", tag = "settings",
    params(("If-Match" = String, Header, description = "The `ETag` that you read.")),
    request_body = DefaultsBody,
    responses(
        (status = 200, description = "The defaults.", body = DefaultsEnvelope),
        (status = 412, description = "The settings were changed since.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "There is no such model, or parameters are not valid, named like `parameters.guidance_scale`.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_defaults(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<DefaultsBody>,
) -> Result<Response> {
    let defaults = Defaults {
        model_id: body.model_id,
        parameters: body.parameters,
    };
    Ok(answer(
        settings::update_defaults(&state.app, user.id, seen_at, defaults).await?,
    ))
}

fn answer(view: SettingsView) -> Response {
    let envelope = DefaultsEnvelope {
        defaults: DefaultsBody {
            model_id: view.defaults.model_id,
            parameters: view.defaults.parameters,
        },
        updated_at: view.updated_at,
    };
    (etag(view.updated_at), JsonAnswer(envelope)).into_response()
}
