//! `PUT /api/collections/{id}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use studio_app::collections;
use studio_model::CollectionId;

use super::{CollectionEnvelope, CollectionRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// Replace what a collection says.
///
/// Its pictures and their order stay.
#[utoipa::path(
    put, path = "/api/collections/{id}", operation_id = "update_collection", tag = "collections",
    params(
        ("id" = uuid::Uuid, Path, description = "The collection."),
        ("If-Match" = String, Header, description = "The `ETag` of the collection as you read it."),
    ),
    request_body = CollectionRequestBody,
    responses(
        (status = 200, description = "Replaced.", body = CollectionEnvelope),
        (status = 404, description = "You have no such collection.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since you read it.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_collection(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<CollectionId>,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<CollectionRequestBody>,
) -> Result<Response> {
    let collection = collections::update(&state.app, user.id, id, seen_at, body.into()).await?;
    Ok((
        etag(collection.updated_at),
        axum::Json(CollectionEnvelope::from(collection)),
    )
        .into_response())
}
