//! `POST /api/keys`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::keys::{self, NewKey};
use studio_model::KeyScope;
use utoipa::ToSchema;

use super::{KeyBody, ScopeBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;

/// What a key is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewKeyBody {
    /// 1 to 200 characters.
    #[schema(example = "The printer's script")]
    name: String,
    /// What it may do: at least one.
    scopes: Vec<ScopeBody>,
    /// A time in the future from which on it is not taken; without it the key lasts until it is revoked.
    #[schema(example = "2036-01-01T00:00:00Z")]
    expires_at: Option<DateTime<Utc>>,
}

/// A key that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeKeyBody {
    key: KeyBody,
    /// What requests carry as `Authorization: Bearer …`. Keep it: it is told only now.
    #[schema(example = "aistudio_1f9c02…")]
    secret: String,
}

/// Make an API key.
///
/// The answer is the only one that ever tells the key itself: `aistudio_` and 48 hexadecimal digits, of which the last eight are the
/// CRC-32 of what is before them. An expired key counts until it is revoked.
#[utoipa::path(
    post, path = "/api/keys", operation_id = "create_key", tag = "keys",
    request_body = NewKeyBody,
    responses(
        (status = 201, description = "Made.", body = MadeKeyBody),
        (status = 409, description = "You have 50 keys.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_key(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<NewKeyBody>,
) -> Result<Response> {
    let request = NewKey {
        name: body.name,
        scopes: body.scopes.into_iter().map(KeyScope::from).collect(),
        expires_at: body.expires_at,
    };
    let made = keys::create(&state.app, &user, request).await?;
    let headers = [
        (header::LOCATION, format!("/api/keys/{}", made.key.id)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let body = MadeKeyBody {
        key: made.key.into(),
        secret: made.secret.expose().to_owned(),
    };
    Ok((StatusCode::CREATED, headers, axum::Json(body)).into_response())
}
